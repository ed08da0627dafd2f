import { progress } from '@clack/prompts';

/** Shows how far a run is: a bar on a terminal, otherwise a plain line for every quarter. */
export interface Progress {
  at(done: number, of: number, text: string): void;
  end(text: string): void;
}

const steps = 100;

export function startProgress(text: string, isTerminal: boolean): Progress {
  return isTerminal ? bar(text) : lines(text);
}

function bar(text: string): Progress {
  const shown = progress({ max: steps, style: 'block' });
  shown.start(text);
  let at = 0;
  return {
    at(done, of, message) {
      const next = of === 0 ? 0 : Math.floor((done / of) * steps);
      shown.advance(next - at, message);
      at = next;
    },
    end(message) {
      shown.advance(steps - at, message);
      shown.stop(message);
    },
  };
}

function lines(text: string): Progress {
  console.log(text);
  let quarter = 0;
  return {
    at(done, of, message) {
      const next = of === 0 ? 0 : Math.floor((done / of) * 4);
      if (next > quarter && next < 4) console.log(`  ${next * 25} %  ${message}`);
      quarter = Math.max(quarter, next);
    },
    end(message) {
      console.log(message);
    },
  };
}
