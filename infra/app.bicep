param name string
param location string
param tags object
param nodeVersion string
param alwaysReadyHttp int
param subnetId string
param identityId string
param identityClientId string
param storageName string
param packageContainer string
param insightsName string
param sealingKeysUri string
param entraTenant string
param entraAudience string
param entraClients string

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd finds the app to deploy to by this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${account.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'node', version: nodeVersion }
      scaleAndConcurrency: {
        // A worker holds at most a few pages of contacts at once; a large mailbox takes no more memory than a small one.
        instanceMemoryMB: 2048
        // Every queue and timer scales on instances of its own. Graph allows four requests at a time per mailbox, so more workers than
        // this only wait for the same limits; it is also the ceiling of the bill.
        maximumInstanceCount: 40
        // Nothing is kept warm unless asked for: runs do not care about a cold start, only phones may.
        alwaysReady: alwaysReadyHttp > 0 ? [{ name: 'http', instanceCount: alwaysReadyHttp }] : []
        // A request mostly waits for one or two table reads, so an instance can serve many; a simulation needs the processor, so not
        // hundreds. How many messages an instance takes from a queue is set in host.json.
        triggers: { http: { perInstanceConcurrency: 32 } }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      AzureWebJobsStorage__blobServiceUri: account.properties.primaryEndpoints.blob
      AzureWebJobsStorage__queueServiceUri: account.properties.primaryEndpoints.queue
      AzureWebJobsStorage__tableServiceUri: account.properties.primaryEndpoints.table
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
      AZURE_CLIENT_ID: identityClientId
      PATCHBAY_SEALING_KEYS: '@Microsoft.KeyVault(SecretUri=${sealingKeysUri})'
      PATCHBAY_ENTRA_TENANT: entraTenant
      PATCHBAY_ENTRA_AUDIENCE: entraAudience
      PATCHBAY_ENTRA_AUTHORITY: environment().authentication.loginEndpoint
      PATCHBAY_ENTRA_CLIENTS: entraClients
    }
  }

  // Passwords for deployment would be a second way in, beside Entra ID.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

output id string = app.id
output name string = app.name
output apiUrl string = 'https://${app.properties.defaultHostName}/api'
