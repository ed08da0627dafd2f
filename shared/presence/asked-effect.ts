/** An effect that an event asks for, and the rule or category because of which it does. */
export interface AskedEffect<V> {
  value: V;
  by: string;
}
