// Everything that Patchbay needs in Azure, as plain resources: what is not written here does not exist.
targetScope = 'subscription'

@description('Name of the azd environment; the names of all resources are made from it.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Region of all resources; one that has Flex Consumption.')
@minLength(1)
param location string

@description('Major version of Node.js. Azure ends 22 on 30 April 2027.')
@allowed(['22', '24'])
param nodeVersion string = '22'

@description('Directory whose people may use the API.')
param entraTenant string = tenant().tenantId

@description('Client id of the app registration of the API (npm run entra -- api).')
@minLength(36)
param entraAudience string

@description('Client ids of the only apps whose tokens are accepted, separated by commas; empty accepts every app of the directory.')
param entraClients string = ''

@description('Who deploys and may therefore write the sealing key; the app itself can only read it.')
param deployerId string = deployer().objectId

@allowed(['User', 'ServicePrincipal'])
param deployerType string = 'User'

@description('Address that alerts are mailed to; without one they are only shown in the portal.')
param alertEmail string = ''

@description('HTTP instances that are always warm, for phones that give a lookup less time than a cold start takes. 0 costs nothing.')
@minValue(0)
@maxValue(20)
param alwaysReadyHttp int = 0

@description('Redundancy of the storage account. Zone redundant survives the loss of a data centre; few regions do not have it.')
@allowed(['Standard_ZRS', 'Standard_LRS'])
param storageSku string = 'Standard_ZRS'

@description('Whether the app joins a virtual network, to reach targets on premises through a gateway or peering of yours.')
param vnetEnabled bool = false

@description('Address range of the virtual network; it must not overlap with the networks it is connected to.')
param vnetRange string = '10.97.0.0/24'

var suffix = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-patchbay-${suffix}', location: location, tags: tags }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { suffix: suffix, location: location, tags: tags, principalId: identity.outputs.principalId }
}

module storage 'storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${suffix}'
    location: location
    tags: tags
    sku: storageSku
    principalId: identity.outputs.principalId
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${suffix}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    deployerId: deployerId
    deployerType: deployerType
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'network.bicep' = if (vnetEnabled) {
  name: 'network'
  scope: group
  params: { name: 'vnet-patchbay-${suffix}', location: location, tags: tags, range: vnetRange }
}

// Its inputs come from the modules that assign the roles, so the app never starts before it may reach what it needs.
module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: 'func-patchbay-${suffix}'
    location: location
    tags: tags
    nodeVersion: nodeVersion
    alwaysReadyHttp: alwaysReadyHttp
    subnetId: vnetEnabled ? network!.outputs.subnetId : ''
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    insightsName: monitoring.outputs.insightsName
    sealingKeysUri: vault.outputs.sealingKeysUri
    entraTenant: entraTenant
    entraAudience: entraAudience
    entraClients: entraClients
  }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: { location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId, email: alertEmail }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = app.outputs.name
output AZURE_FUNCTION_ID string = app.outputs.id
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output API_URL string = app.outputs.apiUrl
output IDENTITY_CLIENT_ID string = identity.outputs.clientId
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
