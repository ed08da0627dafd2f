// Only the app's side. How it reaches the premises (VPN gateway, ExpressRoute, peering to a hub) is for whoever runs that network.
param name string
param location string
param tags object
param range string

resource network 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [range] }
    subnets: [
      {
        name: 'app'
        properties: {
          // Room for 40 instances: the platform gives each an address.
          addressPrefix: cidrSubnet(range, 26, 0)
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
    ]
  }
}

output subnetId string = network.properties.subnets[0].id
