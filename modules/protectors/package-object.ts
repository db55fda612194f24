/** Bytes as S3 names them; `version` is the very object that was verified, whatever comes to lie over it. */
export interface PackageObject {
  readonly bucket: string;
  readonly key: string;
  readonly version?: string;
}
