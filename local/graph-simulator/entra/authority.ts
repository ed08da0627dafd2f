import type { AppRegistration, ManagedIdentity } from './app-registration.ts';

/** An app registration and what a test may do to it while the simulator runs. */
export interface RegisteredApp extends AppRegistration {
  /** True after `setSecretExpired`: every secret counts as expired. */
  secretsExpired: boolean;
}

/** The simulated Entra ID tenant: its address, its apps and its managed identity. */
export class Authority {
  readonly tenantId: string;
  readonly domain: string;
  /** `https://localhost:PORT`, which stands in for login.microsoftonline.com. */
  readonly origin: string;
  readonly managedIdentity: ManagedIdentity;
  readonly #apps = new Map<string, RegisteredApp>();

  constructor(tenant: { id: string; domain: string }, origin: string, managedIdentity: ManagedIdentity) {
    this.tenantId = tenant.id;
    this.domain = tenant.domain;
    this.origin = origin;
    this.managedIdentity = managedIdentity;
  }

  /** `iss` of every token. */
  get issuer(): string {
    return `${this.origin}/${this.tenantId}/v2.0`;
  }

  /** Adds or replaces an app registration. */
  register(registration: AppRegistration): RegisteredApp {
    const federated = registration.federated.map((credential) => ({
      ...credential,
      issuer: credential.issuer.replace(/^https:\/\/login\.microsoftonline\.com(?=\/)/, this.origin),
    }));
    const app = { ...registration, federated, secretsExpired: false };
    this.#apps.set(app.clientId.toLowerCase(), app);
    return app;
  }

  app(clientId: string): RegisteredApp | undefined {
    return this.#apps.get(clientId.toLowerCase());
  }

  /** True for the tenant's id and its domain, the two ways to name it in a path. */
  isTenant(name: string): boolean {
    return [this.tenantId, this.domain].some((known) => known.toLowerCase() === name.toLowerCase());
  }

  isGraph(resource: string): boolean {
    return graphResources.has(resource) || resource === this.origin;
  }

  /** True if some app of the tenant offers roles in an API with this audience. */
  isKnownApi(resource: string): boolean {
    return [...this.#apps.values()].some((app) => app.apiRoles?.some((api) => api.audience === resource));
  }
}

const graphResources = new Set(['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000']);
