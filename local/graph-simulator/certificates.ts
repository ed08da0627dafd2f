import { generate } from 'selfsigned';

/** A certificate for `localhost` and 127.0.0.1 with the authority that issued it; everything in PEM. */
export interface Certificates {
  /** What clients have to trust, e.g. through `NODE_EXTRA_CA_CERTS`. */
  caCertificatePem: string;
  certificatePem: string;
  privateKeyPem: string;
}

/**
 * Makes an authority of its own and a server certificate issued by it. A process that has to trust the authority before
 * it starts (`NODE_EXTRA_CA_CERTS`) is served by making these first and handing them to `startGraphSimulator`.
 */
export async function createCertificates(): Promise<Certificates> {
  const authority = await generate([{ name: 'commonName', value: 'Graph simulator CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
  });
  return { caCertificatePem: authority.cert, certificatePem: server.cert, privateKeyPem: server.private };
}
