const timeSpanText =
  /^(?:(?<days>\d{1,7})\.)?(?<hours>\d{1,2}):(?<minutes>\d{1,2})(?::(?<seconds>\d{1,2})(?:\.(?<fraction>\d{1,7}))?)?$/;

/**
 * Reads .NET's TimeSpan text `[d.]hh:mm[:ss[.fffffff]]`, as host.json uses it.
 * A bare number is refused on purpose: .NET reads it as days, which nobody means.
 * @returns milliseconds, or undefined where the text is not a TimeSpan
 */
export function parseTimeSpan(text: string): number | undefined {
  const groups = timeSpanText.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const [days, hours, minutes, seconds] = [groups.days, groups.hours, groups.minutes, groups.seconds].map((part) =>
    Number(part ?? 0),
  );
  if (days === undefined || hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = Number(`0.${groups.fraction ?? '0'}`);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds + fraction) * 1000;
}
