import type { CallFault, FaultRule, UpdateFault } from './fault-rule.ts';
import type { Random } from '../random.ts';

/** Rules for what goes wrong next. */
export interface Faults {
  /** The rule counts from now on; those that are older hit first. */
  add(rule: FaultRule): void;
  clear(): void;
  /** Calls and updates that the rules will still hit; `Infinity` with a rule that is never used up. */
  remaining(): number;
}

/** A call as rules see it. */
interface SeenCall {
  readonly method: string;
  readonly chatId: number | undefined;
  readonly text: string;
}

/** An update as rules see it. */
interface SeenUpdate {
  readonly kind: string;
  readonly chatId: number | undefined;
  readonly text: string;
}

/** What the emulator asks before each call and each update. */
export interface FaultSource extends Faults {
  /** Uses up and returns what hits this call: every delay, and the first other rule. */
  hit(call: SeenCall): CallFault[];
  /** Uses up and returns what hits this update: the first rule that fits. */
  hitUpdate(update: SeenUpdate): UpdateFault | undefined;
}

interface Entry {
  readonly rule: FaultRule;
  left: number;
}

/** No faults yet; the oldest rule that fits is used up first. `random` decides what is likely. */
export function faultSource(random: Random): FaultSource {
  let entries: Entry[] = [];

  const strikes = (entry: Entry): boolean => {
    const { probability } = entry.rule;
    if (probability !== undefined && random() >= probability) return false;
    entry.left -= 1;
    return true;
  };
  const forgetSpent = (): void => {
    entries = entries.filter(({ left }) => left > 0);
  };

  return {
    add(rule) {
      entries.push({ rule, left: rule.times ?? Infinity });
    },
    clear() {
      entries = [];
    },
    remaining: () => entries.reduce((sum, { left }) => sum + left, 0),
    hit(call) {
      const hits: CallFault[] = [];
      for (const entry of entries) {
        const { rule } = entry;
        if (isUpdateFault(rule) || !fitsCall(rule, call)) continue;
        if (!isDelay(rule) && hits.some((hit) => !isDelay(hit))) continue;
        if (strikes(entry)) hits.push(rule);
      }
      forgetSpent();
      return hits;
    },
    hitUpdate(update) {
      for (const entry of entries) {
        const { rule } = entry;
        if (!isUpdateFault(rule) || !fitsUpdate(rule, update) || !strikes(entry)) continue;
        forgetSpent();
        return rule;
      }
      return undefined;
    },
  };
}

/** Says whether the fault is one that only takes time. */
export function isDelay(fault: CallFault): fault is CallFault & { kind: 'delay' | 'delay-after' } {
  return fault.kind === 'delay' || fault.kind === 'delay-after';
}

function isUpdateFault(rule: FaultRule): rule is UpdateFault {
  return rule.kind.endsWith('-update');
}

function fitsCall(rule: CallFault, { method, ...seen }: SeenCall): boolean {
  if (rule.method !== undefined && rule.method.toLowerCase() !== method.toLowerCase()) return false;
  return fits(rule, seen);
}

function fitsUpdate(rule: UpdateFault, { kind, ...seen }: SeenUpdate): boolean {
  return (rule.update === undefined || rule.update === kind) && fits(rule, seen);
}

function fits(rule: FaultRule, seen: Pick<SeenCall, 'chatId' | 'text'>): boolean {
  if (rule.chatId !== undefined && rule.chatId !== seen.chatId) return false;
  return rule.contains === undefined || seen.text.includes(rule.contains);
}
