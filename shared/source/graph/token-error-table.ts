/** What a refusal of Microsoft Entra means for the connection. */
export interface TokenErrorRow {
  code: string;
  say: string;
}

const clientUnknown: TokenErrorRow = {
  code: 'clientUnknown',
  say: 'The tenant does not know the application: check the client id and that the application was consented to in this tenant.',
};
const tenantUnknown: TokenErrorRow = {
  code: 'tenantUnknown',
  say: 'There is no such tenant in this cloud: check the tenant id and the cloud of the connection.',
};
const federationUnknown: TokenErrorRow = {
  code: 'assertionRejected',
  say: "The application does not trust the managed identity: add a federated credential to it whose issuer, subject (the identity's object id) and audience match.",
};

/** The numbers of Entra's refusals (`AADSTS…`, Entra docs, reference-error-codes) that an administrator can do something about. */
export const tokenErrors: Readonly<Record<string, TokenErrorRow>> = {
  '7000222': {
    code: 'secretExpired',
    say: 'The client secret of the connection has expired: create a new one in the app registration and save it in the connection.',
  },
  '7000215': {
    code: 'secretInvalid',
    say: 'The client secret of the connection is wrong: enter its value (not its id), or create a new one in the app registration.',
  },
  '700016': clientUnknown,
  '7000229': clientUnknown,
  '7000112': {
    code: 'clientDisabled',
    say: 'The application is disabled in the tenant: enable it under Enterprise applications.',
  },
  '90002': tenantUnknown,
  '900021': tenantUnknown,
  '900023': tenantUnknown,
  '700027': {
    code: 'assertionRejected',
    say: 'The certificate of the connection is not registered with the application or does not fit its key: upload its public part to the app registration.',
  },
  '700024': {
    code: 'assertionRejected',
    say: 'The signed assertion is outside its time of validity: check that the certificate has not expired and that the clock is right.',
  },
  '70021': federationUnknown,
  '700211': federationUnknown,
  '700212': federationUnknown,
  '700213': federationUnknown,
  '500011': {
    code: 'cloudWrong',
    say: 'The tenant does not know Microsoft Graph at this address: check the cloud of the connection.',
  },
  '53003': {
    code: 'blockedByPolicy',
    say: 'A conditional access policy of the tenant blocks the application: exclude its service principal or allow the address it comes from.',
  },
};
