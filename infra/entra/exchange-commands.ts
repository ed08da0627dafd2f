import { jobs, type JobName } from './mailbox-app.ts';

interface ExchangeOptions {
  client: string;
  servicePrincipal: string;
  jobs: readonly JobName[];
  /** Mail-enabled security group whose direct members are the mailboxes; nested groups do not count. */
  group: string;
  /** Mailbox that mails to operators are sent from; needed for `notices`. */
  sender: string;
}

/**
 * The commands for Exchange Online PowerShell that grant mailbox permissions to a group of mailboxes, and Mail.Send to the sending
 * mailbox alone. They are printed, not run: they take an Exchange administrator.
 */
export function exchangeCommands({ client, servicePrincipal, jobs: names, group, sender }: ExchangeOptions): string[] {
  const scoped = names.filter((name) => name !== 'notices');
  // Reading is part of writing, and grants add up.
  const wanted = new Set(scoped.flatMap((name): readonly string[] => jobs[name].mailbox));
  const permissions = [...wanted].filter(
    (name) => !wanted.has(name.replace(/\.Read$/, '.ReadWrite')) || !name.endsWith('.Read'),
  );
  return [
    'Connect-ExchangeOnline',
    `New-ServicePrincipal -AppId ${client} -ObjectId ${servicePrincipal} -DisplayName "Patchbay mailboxes"`,
    ...(scoped.length > 0
      ? [
          `$group = Get-Group "${group}"`,
          `New-ManagementScope "Patchbay mailboxes" -RecipientRestrictionFilter "MemberOfGroup -eq '$($group.DistinguishedName)'"`,
        ]
      : []),
    ...permissions.map((name) => roleAssignment(client, name, 'Patchbay mailboxes')),
    ...(names.includes('notices')
      ? [
          `New-ManagementScope "Patchbay sender" -RecipientRestrictionFilter "PrimarySmtpAddress -eq '${sender}'"`,
          roleAssignment(client, 'Mail.Send', 'Patchbay sender'),
        ]
      : []),
    `Test-ServicePrincipalAuthorization ${client} -Resource ${sender}`,
  ];
}

function roleAssignment(client: string, permission: string, scope: string): string {
  return `New-ManagementRoleAssignment -App ${client} -Role "Application ${permission}" -CustomResourceScope "${scope}"`;
}
