// The bot on Azure Container Apps: two replicas and more, TLS and a public name from Azure, files on Azure Files.
//   az deployment group create --resource-group maintbot --template-file container-apps.bicep --parameters @parameters.json
// The state is in a PostgreSQL of yours (stateDatabaseUrl); docs/deploy.md says what each parameter is.
targetScope = 'resourceGroup'

@description('Name of everything that is made.')
@minLength(3)
@maxLength(20)
param name string = 'maintbot'

param location string = resourceGroup().location

@description('Image with its registry, e.g. plant.azurecr.io/maintbot:0.1.0.')
param image string

@description('Name of the container registry (ACR) in this resource group that the image comes from.')
param registryName string

@description('postgresql://user:password@server/database of the bot\'s own state.')
@secure()
param stateDatabaseUrl string

@description('The plant\'s database, with a user who may only read.')
@secure()
param maintenanceDatabaseUrl string

@description('Keys that /v1 and the page take, comma-separated.')
@secure()
param apiKeys string

@description('Signs links and seals tokens; openssl rand -hex 32.')
@secure()
param secretKey string

@description('Entra id of the bot, when Teams is used.')
param microsoftAppId string = ''

@secure()
param microsoftAppPassword string = ''

param microsoftAppTenantId string = ''

@secure()
param slackBotToken string = ''

@secure()
param slackSigningSecret string = ''

param plantTimezone string = 'America/Mexico_City'

@minValue(2)
param minReplicas int = 2

param maxReplicas int = 6

var shareName = 'files'
// An empty secret is refused, so what is not used is left out.
var optional = [
  { name: 'microsoft-app-password', value: microsoftAppPassword, env: 'MICROSOFT_APP_PASSWORD' }
  { name: 'slack-bot-token', value: slackBotToken, env: 'SLACK_BOT_TOKEN' }
  { name: 'slack-signing-secret', value: slackSigningSecret, env: 'SLACK_SIGNING_SECRET' }
]
var used = filter(optional, one => !empty(one.value))
var hostName = '${name}.${environment.properties.defaultDomain}'

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  properties: {
    retentionInDays: 30
    sku: {
      name: 'PerGB2018'
    }
  }
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take('${replace(name, '-', '')}${uniqueString(resourceGroup().id)}', 24)
  location: location
  kind: 'StorageV2'
  sku: {
    name: 'Standard_ZRS'
  }
  properties: {
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2023-05-01' = {
  name: '${storage.name}/default/${shareName}'
  properties: {
    shareQuota: 50
  }
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

// AcrPull: the bot's identity may read images, and nothing else.
var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource pulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, identity.id, acrPull)
  scope: registry
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: acrPull
  }
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: name
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

resource files 'Microsoft.App/managedEnvironments/storages@2024-03-01' = {
  parent: environment
  name: shareName
  properties: {
    azureFile: {
      accountName: storage.name
      accountKey: storage.listKeys().keys[0].value
      shareName: shareName
      accessMode: 'ReadWrite'
    }
  }
  dependsOn: [
    share
  ]
}

resource bot 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    managedEnvironmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 8000
        transport: 'auto'
        allowInsecure: false
      }
      registries: [
        {
          server: registry.properties.loginServer
          identity: identity.id
        }
      ]
      secrets: concat(
        [
          { name: 'state-database-url', value: stateDatabaseUrl }
          { name: 'maintenance-database-url', value: maintenanceDatabaseUrl }
          { name: 'api-keys', value: apiKeys }
          { name: 'secret-key', value: secretKey }
        ],
        map(used, one => { name: one.name, value: one.value })
      )
    }
    template: {
      terminationGracePeriodSeconds: 40
      containers: [
        {
          name: 'maintbot'
          image: image
          resources: {
            cpu: json('1.0')
            memory: '2Gi'
          }
          env: concat(
            [
              { name: 'API_HOST', value: '0.0.0.0' }
              { name: 'PUBLIC_URL', value: 'https://${hostName}' }
              { name: 'PLANT_TIMEZONE', value: plantTimezone }
              { name: 'CHAT_DOCS_DIR', value: '/files' }
              { name: 'MICROSOFT_APP_ID', value: microsoftAppId }
              { name: 'MICROSOFT_APP_TENANTID', value: microsoftAppTenantId }
              { name: 'STATE_DATABASE_URL', secretRef: 'state-database-url' }
              { name: 'MAINTENANCE_DATABASE_URL', secretRef: 'maintenance-database-url' }
              { name: 'API_KEYS', secretRef: 'api-keys' }
              { name: 'SECRET_KEY', secretRef: 'secret-key' }
            ],
            map(used, one => { name: one.env, secretRef: one.name })
          )
          probes: [
            {
              type: 'Startup'
              httpGet: {
                path: '/health/ready'
                port: 8000
              }
              periodSeconds: 5
              timeoutSeconds: 4
              failureThreshold: 30
            }
            {
              type: 'Readiness'
              httpGet: {
                path: '/health/ready'
                port: 8000
              }
              periodSeconds: 5
              timeoutSeconds: 4
              failureThreshold: 2
            }
            {
              type: 'Liveness'
              httpGet: {
                path: '/health/live'
                port: 8000
              }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            }
          ]
          volumeMounts: [
            {
              volumeName: 'files'
              mountPath: '/files'
            }
          ]
        }
      ]
      volumes: [
        {
          name: 'files'
          storageType: 'AzureFile'
          storageName: files.name
          // The image's user, who is not root.
          mountOptions: 'uid=10001,gid=10001,dir_mode=0770,file_mode=0660'
        }
      ]
      scale: {
        minReplicas: minReplicas
        maxReplicas: maxReplicas
        rules: [
          {
            name: 'requests'
            http: {
              metadata: {
                concurrentRequests: '40'
              }
            }
          }
        ]
      }
    }
  }
  dependsOn: [
    pulls
  ]
}

output url string = 'https://${hostName}'
output teamsMessagingEndpoint string = 'https://${hostName}/api/messages'
