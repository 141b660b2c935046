import { z } from 'zod';
import { defineTool } from '../tool.ts';

export const tool = defineTool({
  description: 'Tells date and time in a time zone. You do not know them otherwise.',
  parameters: z.object({
    zone: z.string().describe('IANA name, such as Europe/Berlin').default('UTC'),
  }),
  run: ({ zone }) => timeIn(zone, new Date()),
});

/** Date, time and offset of `moment` in a time zone. Throws a `RangeError` for an unknown one. */
export function timeIn(zone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'full',
    timeStyle: 'long',
  }).format(moment);
}
