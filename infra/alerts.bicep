// The queries are files under docs/alerts, so that what is alerted on can be run by hand; docs/operations.md says what to do about each.
param location string
param tags object
param workspaceId string
param email string

var rules = [
  {
    name: 'poison-queue'
    about: 'A message failed five times.'
    query: loadTextContent('../docs/alerts/poison-queue.kql')
    severity: 1
  }
  {
    name: 'failed-runs'
    about: 'A run failed altogether.'
    query: loadTextContent('../docs/alerts/failed-runs.kql')
    severity: 1
  }
  {
    name: 'expiring-secrets'
    about: 'The secret or certificate of a connection is about to expire, or cannot be sealed anew.'
    query: loadTextContent('../docs/alerts/expiring-secrets.kql')
    severity: 2
  }
  {
    name: 'wrong-settings'
    about: 'A setting is missing or wrong; the API answers 503.'
    query: loadTextContent('../docs/alerts/wrong-settings.kql')
    severity: 0
  }
  {
    name: 'silent-app'
    about: 'The timer that starts runs has not run for half an hour.'
    query: loadTextContent('../docs/alerts/silent-app.kql')
    severity: 0
  }
  {
    name: 'unexpected-failures'
    about: 'Something failed in a way nobody expected.'
    query: loadTextContent('../docs/alerts/unexpected-failures.kql')
    severity: 2
  }
  {
    name: 'mailboxes-behind'
    about: 'A mailbox was not read completely for more than a day.'
    query: loadTextContent('../docs/alerts/mailboxes-behind.kql')
    severity: 2
  }
]

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-patchbay'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'patchbay'
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-patchbay-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Patchbay: ${rule.name}'
      description: '${rule.about} What to do: docs/operations.md, "Alerts".'
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      // The tables appear with the first line that the app logs, which is after this.
      skipQueryValidation: true
      actions: { actionGroups: empty(email) ? [] : [operators.id] }
    }
  }
]
