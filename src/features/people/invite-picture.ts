/** Loaded at the first use: few bots invite often. */
const library = async () => (await import('qrcode')).default;

/** Telegram shows it sharp on a phone, and a camera reads it from a screen across a table. */
const WIDTH_PIXELS = 480;
/** The empty border that cameras need, as the standard of QR codes asks for. */
const MARGIN_MODULES = 4;
/** Black on white, whatever the colors of the terminal are: inverted ones are not read by all. */
const BLACK_ON_WHITE = '\u001b[30;107m';
const PLAIN = '\u001b[0m';

const options = { errorCorrectionLevel: 'M', margin: MARGIN_MODULES } as const;

/** A QR code of `link` as a PNG picture. */
export async function invitePicture(link: string): Promise<Uint8Array> {
  const { toBuffer } = await library();
  return toBuffer(link, { ...options, type: 'png', width: WIDTH_PIXELS });
}

/** The same for a terminal, line by line; `undefined` when its lines would not fit. */
export async function inviteForTerminal(
  link: string,
  columns: number,
): Promise<string | undefined> {
  const { toString } = await library();
  const rows = await toString(link, { ...options, type: 'utf8' });
  const lines = rows.split('\n');
  if (lines.some((line) => line.length > columns)) return undefined;
  return lines.map((row) => `${BLACK_ON_WHITE}${row}${PLAIN}`).join('\n');
}
