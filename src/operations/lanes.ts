interface Job {
  readonly id: string;
  /** Jobs of one lane run one after another, in the order they were added. */
  readonly lane: string;
  run(): Promise<void>;
  /** Told how many are ahead, when it has to wait and whenever that changes. */
  moved(ahead: number): void;
}

/** Runs jobs in lanes. */
export interface Lanes {
  add(job: Job): void;
  /** Takes a job that still waits out of its lane; resolves to its `run`, for ending it. */
  drop(id: string): (() => Promise<void>) | undefined;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
}

/** Lanes in memory: what must survive a restart is added again by its owner. */
export function createLanes(): Lanes {
  const lanes = new Map<string, Job[]>();
  const running = new Set<Promise<void>>();

  const next = (lane: string): void => {
    const [job] = lanes.get(lane) ?? [];
    if (!job) {
      lanes.delete(lane);
      return;
    }
    const done = job.run().finally(() => {
      running.delete(done);
      lanes.get(lane)?.shift();
      next(lane);
      tell(lane);
    });
    running.add(done);
  };

  const tell = (lane: string): void => {
    for (const [ahead, job] of (lanes.get(lane) ?? []).entries()) if (ahead > 0) job.moved(ahead);
  };

  return {
    add(job) {
      const jobs = lanes.get(job.lane) ?? [];
      lanes.set(job.lane, jobs);
      jobs.push(job);
      if (jobs.length === 1) next(job.lane);
      else job.moved(jobs.length - 1);
    },
    drop(id) {
      for (const [lane, jobs] of lanes) {
        const at = jobs.findIndex((job) => job.id === id);
        if (at <= 0) continue;
        const [job] = jobs.splice(at, 1);
        tell(lane);
        return () => job?.run() ?? Promise.resolve();
      }
      return undefined;
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
