/** What is wrong with a tenant folder, in one sentence that names the file and the place in it. */
export class TenantError extends Error {
  override readonly name = 'TenantError';
}
