import type { TenantEvent } from '../../tenant/tenant.ts';
import type { EventContent } from './event-content.ts';
import { parseEventEdit, propertiesIn } from './event-body.ts';

/** An event of a tenant folder as the calendar keeps it. */
export function contentOf(source: TenantEvent): EventContent {
  const { series } = source;
  return {
    properties: propertiesIn(parseEventEdit(source.properties)),
    start: source.start,
    end: source.end,
    isAllDay: source.isAllDay,
    extended: {},
    series: series && {
      rule: series.rule,
      until: series.until,
      also: series.also,
      without: series.without,
      exceptions: new Map(series.instead.map(({ original, event }) => [original, contentOf(event)])),
    },
  };
}
