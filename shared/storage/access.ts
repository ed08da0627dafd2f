/** How the settings describe the storage account: a connection string (Azurite), or endpoints reached with an identity (Azure). */
export type StorageAccessSettings =
  { connectionString: string } | { tableServiceUri: string; queueServiceUri: string; clientId: string | undefined };
