import type { AccessTokens } from '../entra/access-tokens.ts';
import type { Authority } from '../entra/authority.ts';
import type { World } from '../graph/world.ts';
import type { OutboxMessage } from '../mail/outbox.ts';
import type { Fault, FaultHandle } from '../traffic/faults.ts';
import type { Quirk } from '../traffic/quirks.ts';
import type { RequestCounts, RequestRecord } from '../traffic/request-log.ts';
import type { ThrottleLimits } from '../traffic/throttle.ts';
import type { Traffic } from '../traffic/traffic.ts';

/** What the control steers. */
export interface SimulatorParts {
  world: World;
  authority: Authority;
  tokens: AccessTokens;
  traffic: Traffic;
  violations: string[];
}

/** The half of the control that is about requests: faults, quirks, limits, and what was seen. */
export class TrafficControl {
  protected readonly parts: SimulatorParts;

  constructor(parts: SimulatorParts) {
    this.parts = parts;
  }

  addFault(fault: Fault): FaultHandle {
    return this.parts.traffic.faults.add(fault);
  }

  clearFaults(): void {
    this.parts.traffic.faults.clear();
  }

  /** The faults in force with how often they matched and fired. */
  get faults(): readonly { id: number; fault: Fault; matched: number; fired: number }[] {
    return this.parts.traffic.faults.list();
  }

  setQuirk(quirk: Quirk, on = true): void {
    this.parts.world.quirks.set(quirk, on);
  }

  clearQuirks(): void {
    this.parts.world.quirks.clear();
  }

  get quirks(): Quirk[] {
    return this.parts.world.quirks.list();
  }

  /** Milliseconds that every Graph request takes. */
  setLatency(milliseconds: number): void {
    this.parts.traffic.latencyMs = milliseconds;
  }

  setLimits(limits: Partial<ThrottleLimits>): void {
    Object.assign(this.parts.traffic.throttle.limits, limits);
  }

  /** A snapshot of the counters. */
  get requests(): RequestCounts {
    const { traffic, world } = this.parts;
    const peaks = [...traffic.throttle.peaks()].map(
      ([id, peak]) => [world.directory.userPrincipalName(id), peak] as const,
    );
    return { ...traffic.requests.counts(), maxConcurrency: Object.fromEntries(peaks) };
  }

  /** The latest requests, oldest first. */
  get requestLog(): readonly RequestRecord[] {
    return this.parts.traffic.requests.recent();
  }

  resetRequests(): void {
    this.parts.traffic.requests.reset();
    this.parts.traffic.throttle.resetPeaks();
  }

  /** Differences from graph-openapi.json, and mistakes of the simulator itself, as sentences. */
  get violations(): readonly string[] {
    return this.parts.violations;
  }

  clearViolations(): void {
    this.parts.violations.length = 0;
  }

  /** Mail that was sent, oldest first. */
  get outbox(): readonly OutboxMessage[] {
    return this.parts.world.outbox;
  }

  clearOutbox(): void {
    this.parts.world.outbox.length = 0;
  }
}
