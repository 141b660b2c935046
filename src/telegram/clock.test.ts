import { afterEach, expect, it, vi } from 'vitest';
import { timerClock } from './clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('waits as long as a timer can for what lies further off, not an instant', () => {
  vi.useFakeTimers();
  const action = vi.fn<() => void>();
  timerClock(Date.now).after(2 ** 40, action);
  vi.advanceTimersByTime(2 ** 31 - 2);
  expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledOnce();
});
