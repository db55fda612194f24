/** Something of the source that has no counterpart at the destination. */
export interface Untranslated {
  /** Where in the document: `versions[2].configuration.VpcConfig.SubnetIds[0]`. */
  readonly path: string;
  readonly value: string;
  /** Why it cannot stay as it is, and what would do. */
  readonly reason: string;
}
