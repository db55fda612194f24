/** A bound and the page that states it. */
export interface Limit {
  readonly value: number;
  readonly source: string;
}
