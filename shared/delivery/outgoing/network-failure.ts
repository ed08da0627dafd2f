import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import { DeliveryError, type FailureClass } from '../outcome.ts';

const named = z
  .object({ name: z.string(), code: z.union([z.string(), z.number()]).transform(String).optional() })
  .catch({ name: '' });

const dnsCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA', 'ESERVFAIL']);
const tlsCodes =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|CRL_|PATH_LENGTH|ERROR_IN_)/;

const sentences: Partial<Record<FailureClass, string>> = {
  dns: 'Its name could not be resolved; correct the address or repair the DNS.',
  tls: 'Its certificate is not accepted or TLS failed; give it a valid certificate.',
  timeout: 'It did not answer in time; make it answer within 15 seconds.',
  unreachable: 'The connection was refused or broke off; check that it is running.',
};

/** What became of a request that got no answer. What it was about is not in the sentence: a URL may hold a secret. */
export function networkFailure(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  if (error instanceof InvalidError) return new DeliveryError({ outcome: 'refusedByPolicy', detail: error.message });
  const outcome = classOf(error);
  return new DeliveryError({ outcome, detail: sentences[outcome] ?? '' }, error);
}

function classOf(error: unknown): FailureClass {
  const { name, code = '' } = named.parse(error);
  if (dnsCodes.has(code)) return 'dns';
  if (tlsCodes.test(code)) return 'tls';
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'timeout';
  return 'unreachable';
}
