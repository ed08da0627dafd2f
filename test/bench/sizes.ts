/** How much work each figure is measured on. */
export interface Sizes {
  idleContacts: number;
  changes: { small: number; large: number; rounds: number };
  firstRead: number;
  throughput: { mailboxes: number; contacts: number; rounds: number };
  wall: { contacts: number; rounds: number };
  memory: { small: number; large: number };
  planning: { mailboxes: number; rounds: number };
  importRounds: number;
  connect: { submissions: number; cards: number; folder: number };
  presence: { mailboxes: number };
}

export const fullSizes: Sizes = {
  idleContacts: 200,
  changes: { small: 500, large: 50_000, rounds: 7 },
  firstRead: 5000,
  throughput: { mailboxes: 30, contacts: 1000, rounds: 7 },
  wall: { contacts: 5000, rounds: 3 },
  memory: { small: 10_000, large: 50_000 },
  planning: { mailboxes: 10_000, rounds: 3 },
  importRounds: 15,
  connect: { submissions: 2000, cards: 50, folder: 5000 },
  presence: { mailboxes: 1000 },
};

/** The same figures in less than a minute, on less work: good for seeing whether something broke, not for comparing. */
export const quickSizes: Sizes = {
  idleContacts: 50,
  changes: { small: 500, large: 5000, rounds: 3 },
  firstRead: 2000,
  throughput: { mailboxes: 10, contacts: 500, rounds: 4 },
  wall: { contacts: 2000, rounds: 1 },
  memory: { small: 2000, large: 10_000 },
  planning: { mailboxes: 2000, rounds: 1 },
  importRounds: 3,
  connect: { submissions: 400, cards: 50, folder: 1000 },
  presence: { mailboxes: 200 },
};
