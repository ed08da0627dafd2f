import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { generate } from 'selfsigned';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createCertificates } from '../../../local/graph-simulator/certificates.ts';
import { DEMO_CLIENT_ID, DEMO_MANAGED_IDENTITY_CLIENT_ID } from '../../../local/graph-simulator/demo.ts';
import { startGraphSimulator } from '../../../local/graph-simulator/simulator.ts';
import { stage } from './harness.ts';
import { ANNA, TENANT_ID, smallTenant } from './tenant-fixture.ts';

const CERTIFIED = '22222222-aaaa-4bbb-8ccc-000000000001';
const certificate = await generate([{ name: 'commonName', value: 'app' }], { algorithm: 'sha256' });
const set = stage({
  apps: [
    { clientId: CERTIFIED, secrets: [], certificates: [certificate.cert], federated: [], roles: ['Contacts.Read'] },
  ],
});
const output = z.object({
  secret: z.string(),
  certificate: z.string(),
  assertion: z.string(),
  managedIdentity: z.string(),
  wrongSecret: z.string(),
  sdkContacts: z.number(),
});

it('satisfies the real credentials of @azure/identity and the real Graph SDK', { timeout: 30_000 }, async () => {
  const { simulator } = set();
  const folder = await mkdtemp(join(tmpdir(), 'credentials-'));
  await writeFile(join(folder, 'app.pem'), `${certificate.private}\n${certificate.cert}`);
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'credentials-child.ts')], {
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: simulator.caCertificatePath,
      IDENTITY_ENDPOINT: simulator.identityEndpoint,
      IDENTITY_HEADER: simulator.identityHeader,
      SIMULATOR_URL: simulator.url,
      SIMULATOR_TENANT: TENANT_ID,
      SIMULATOR_CERTIFIED_APP: CERTIFIED,
      SIMULATOR_CERTIFICATE: join(folder, 'app.pem'),
      SIMULATOR_MAILBOX: ANNA,
    },
  });
  await rm(folder, { recursive: true });
  const tokens = output.parse(JSON.parse(stdout));
  expect(decodeJwt(tokens.secret)).toMatchObject({ appid: DEMO_CLIENT_ID, aud: 'https://graph.microsoft.com' });
  expect(decodeJwt(tokens.certificate)).toMatchObject({ appid: CERTIFIED, roles: ['Contacts.Read'] });
  expect(decodeJwt(tokens.assertion)).toMatchObject({ appid: DEMO_CLIENT_ID });
  expect(decodeJwt(tokens.managedIdentity)).toMatchObject({ appid: DEMO_MANAGED_IDENTITY_CLIENT_ID });
  expect(tokens.wrongSecret).toContain('AADSTS7000215');
  expect(tokens.sdkContacts).toBe(10);
});

it('takes certificates that were made before, and removes its own file only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const certificates = await createCertificates();
  const caCertificatePath = join(folder, 'ca.pem');
  const given = await startGraphSimulator({ tenant: smallTenant(), certificates, caCertificatePath });
  expect(given).toMatchObject({ caCertificatePath, caCertificatePem: certificates.caCertificatePem });
  expect(new X509Certificate(certificates.certificatePem).issuer).toBe('CN=Graph simulator CA');
  await given.close();
  expect(existsSync(caCertificatePath)).toBe(true);
  await rm(folder, { recursive: true });
  const own = await startGraphSimulator({ tenant: smallTenant() });
  expect(existsSync(own.caCertificatePath)).toBe(true);
  await own.close();
  expect(existsSync(own.caCertificatePath)).toBe(false);
});
