// One bot on Azure Container Instances, serving HTTPS with a certificate of yours. For a trial or a small plant:
// one container is not renewed without a pause, and the files of its answers end with it (Container Instances mounts
// file shares for root alone, and the bot is not root). container-apps.bicep is for a plant that relies on it.
//   az deployment group create --resource-group maintbot --template-file container-instances.bicep --parameters @parameters.json
targetScope = 'resourceGroup'

@minLength(3)
@maxLength(40)
param name string = 'maintbot'

param location string = resourceGroup().location

@description('Image with its registry, e.g. plant.azurecr.io/maintbot:0.1.0.')
param image string

@description('Server, user and password of the registry.')
param registryServer string
param registryUser string
@secure()
param registryPassword string

@description('Certificate chain and private key (PEM, base64) for the public name.')
@secure()
param certificateBase64 string
@secure()
param privateKeyBase64 string

@description('The bot\'s own state in PostgreSQL: SQLite does not belong on a network drive.')
@secure()
param stateDatabaseUrl string

@secure()
param maintenanceDatabaseUrl string

@secure()
param apiKeys string

@secure()
param secretKey string

@secure()
param slackBotToken string = ''

@secure()
param slackSigningSecret string = ''

param plantTimezone string = 'America/Mexico_City'

var port = 8443

resource bot 'Microsoft.ContainerInstance/containerGroups@2023-05-01' = {
  name: name
  location: location
  properties: {
    osType: 'Linux'
    restartPolicy: 'Always'
    imageRegistryCredentials: [
      {
        server: registryServer
        username: registryUser
        password: registryPassword
      }
    ]
    ipAddress: {
      type: 'Public'
      dnsNameLabel: name
      ports: [
        {
          protocol: 'TCP'
          port: port
        }
      ]
    }
    containers: [
      {
        name: 'maintbot'
        properties: {
          image: image
          ports: [
            {
              protocol: 'TCP'
              port: port
            }
          ]
          resources: {
            requests: {
              cpu: 1
              memoryInGB: json('1.5')
            }
          }
          environmentVariables: concat(
            [
              { name: 'API_HOST', value: '0.0.0.0' }
              { name: 'API_PORT', value: string(port) }
              { name: 'SSL_CERT_PATH', value: '/tls/fullchain.pem' }
              { name: 'SSL_KEY_PATH', value: '/tls/privkey.pem' }
              { name: 'PLANT_TIMEZONE', value: plantTimezone }
              { name: 'STATE_DATABASE_URL', secureValue: stateDatabaseUrl }
              { name: 'MAINTENANCE_DATABASE_URL', secureValue: maintenanceDatabaseUrl }
              { name: 'API_KEYS', secureValue: apiKeys }
              { name: 'SECRET_KEY', secureValue: secretKey }
            ],
            empty(slackBotToken)
              ? []
              : [
                  { name: 'SLACK_BOT_TOKEN', secureValue: slackBotToken }
                  { name: 'SLACK_SIGNING_SECRET', secureValue: slackSigningSecret }
                ]
          )
          livenessProbe: {
            httpGet: {
              path: '/health/live'
              port: port
              scheme: 'https'
            }
            initialDelaySeconds: 60
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          }
          readinessProbe: {
            httpGet: {
              path: '/health/ready'
              port: port
              scheme: 'https'
            }
            initialDelaySeconds: 5
            periodSeconds: 5
            timeoutSeconds: 4
          }
          volumeMounts: [
            {
              name: 'tls'
              mountPath: '/tls'
              readOnly: true
            }
          ]
        }
      }
    ]
    volumes: [
      {
        name: 'tls'
        secret: {
          'fullchain.pem': certificateBase64
          'privkey.pem': privateKeyBase64
        }
      }
    ]
  }
}

output url string = 'https://${bot.properties.ipAddress.fqdn}:${port}'
