import type { Directory } from '../directory/directory.ts';

/** Names that `$select` takes for mailbox settings. */
export const MAILBOX_SETTINGS = new Set(
  'archiveFolder automaticRepliesSetting dateFormat language timeFormat timeZone userPurpose workingHours'.split(' '),
);

/**
 * `microsoft.graph.mailboxSettings` of a user.
 * @param timeZone a Windows name, as mostly in real life
 */
export function mailboxSettings(directory: Directory, userId: string, timeZone: string): Record<string, unknown> {
  const unset = { dateTime: '2024-01-01T00:00:00.0000000', timeZone: 'UTC' };
  return {
    archiveFolder: null,
    timeZone,
    dateFormat: 'dd.MM.yyyy',
    timeFormat: 'HH:mm',
    userPurpose: directory.userPurpose(userId),
    language: { locale: 'de-DE', displayName: 'German (Germany)' },
    automaticRepliesSetting: {
      status: 'disabled',
      externalAudience: 'none',
      internalReplyMessage: '',
      externalReplyMessage: '',
      scheduledStartDateTime: unset,
      scheduledEndDateTime: unset,
    },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: timeZone },
    },
  };
}
