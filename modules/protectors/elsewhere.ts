/** What may ask another region, by its clients. */
export interface Elsewhere<Client> {
  /** Such as the one that a thing was restored from, which may be lost. Absent: no other region is asked. */
  readonly elsewhere?: <Answer>(
    region: string,
    question: (client: Client) => Promise<Answer>,
  ) => Promise<Answer>;
}
