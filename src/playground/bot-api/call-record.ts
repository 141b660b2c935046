/** One call of a bot, answered or not. */
export interface CallRecord {
  /** As declared, whatever case the call used. */
  readonly method: string;
  readonly botId: number;
  /** Uploads appear as their name and size. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ok: boolean;
  readonly error?: { readonly code: number; readonly description: string };
  /** The connection died by a fault; `ok` says whether the call took effect. */
  readonly isDropped?: true;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The last calls of all bots. */
export interface CallLog {
  /** Oldest first; the same array for good. */
  readonly list: readonly CallRecord[];
  add(call: CallRecord): void;
  clear(): void;
}

const KEPT_CALLS = 10_000;
/** Of all payloads together, as JSON: ten thousand large ones would fill the memory. */
const KEPT_CHARACTERS = 1 << 26;

/** None yet. */
export function callLog(): CallLog {
  const list: CallRecord[] = [];
  const sizes: number[] = [];
  let kept = 0;
  return {
    list,
    add(call) {
      const size = JSON.stringify(call.payload).length;
      list.push(call);
      sizes.push(size);
      kept += size;
      // The newest call stays, however large it is.
      while (list.length > KEPT_CALLS || (kept > KEPT_CHARACTERS && list.length > 1)) {
        list.shift();
        kept -= sizes.shift() ?? 0;
      }
    },
    clear() {
      list.length = 0;
      sizes.length = 0;
      kept = 0;
    },
  };
}
