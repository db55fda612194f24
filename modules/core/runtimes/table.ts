/** From when on AWS does what. Days in UTC, as `2027-02-01`; on the day itself it holds. */
export interface RuntimeDates {
  /** No more patches, no more support. */
  readonly deprecated: string;
  /** CreateFunction refuses it. */
  readonly noCreate: string;
  /** UpdateFunctionCode and UpdateFunctionConfiguration refuse it, but for moving to another one. */
  readonly noUpdate: string;
  /** Of the same language, longest supported of those that run the code most likely as it is. */
  readonly successor?: string;
}

/** AWS's page, of 23 September 2026. AWS moves dates that lie ahead: read it again, and change the row. */
export const RUNTIMES_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html";

const of = (deprecated: string, noCreate: string, noUpdate: string, successor?: string): RuntimeDates => ({
  deprecated,
  noCreate,
  noUpdate,
  ...(successor !== undefined && { successor }),
});

/** Every runtime that Lambda's API has a name for. `null`: AWS says no date for it yet. */
export const RUNTIMES: Readonly<Record<string, RuntimeDates | null>> = {
  "dotnetcore1.0": of("2019-06-27", "2019-06-30", "2019-07-30", "dotnet10"),
  "dotnetcore2.0": of("2019-05-30", "2019-04-30", "2019-05-30", "dotnet10"),
  "dotnetcore2.1": of("2022-01-05", "2022-01-05", "2022-04-13", "dotnet10"),
  "dotnetcore3.1": of("2023-04-03", "2023-04-03", "2023-05-03", "dotnet10"),
  dotnet6: of("2024-12-20", "2027-02-01", "2027-03-03", "dotnet10"),
  dotnet8: of("2026-11-10", "2027-02-01", "2027-03-03", "dotnet10"),
  dotnet10: of("2028-11-14", "2028-12-14", "2029-01-15"),
  "go1.x": of("2024-01-08", "2024-02-08", "2027-03-03", "provided.al2023"),
  java8: of("2024-01-08", "2024-02-08", "2027-03-03", "java8.al2023"),
  "java8.al2": of("2027-06-30", "2027-07-31", "2027-08-31", "java8.al2023"),
  "java8.al2023": of("2029-06-30", "2029-07-31", "2029-08-31"),
  java11: of("2027-06-30", "2027-07-31", "2027-08-31", "java11.al2023"),
  "java11.al2023": of("2029-06-30", "2029-07-31", "2029-08-31"),
  java17: of("2027-06-30", "2027-07-31", "2027-08-31", "java17.al2023"),
  "java17.al2023": of("2029-06-30", "2029-07-31", "2029-08-31"),
  java21: of("2029-06-30", "2029-07-31", "2029-08-31"),
  java25: of("2029-06-30", "2029-07-31", "2029-08-31"),
  nodejs: of("2016-08-30", "2016-09-30", "2016-10-31", "nodejs24.x"),
  "nodejs4.3": of("2020-03-05", "2020-02-03", "2020-03-05", "nodejs24.x"),
  "nodejs4.3-edge": of("2020-03-05", "2019-03-31", "2019-04-30", "nodejs24.x"),
  "nodejs6.10": of("2019-08-12", "2019-07-12", "2019-08-12", "nodejs24.x"),
  "nodejs8.10": of("2020-03-06", "2020-02-04", "2020-03-06", "nodejs24.x"),
  "nodejs10.x": of("2021-07-30", "2021-07-30", "2022-02-14", "nodejs24.x"),
  "nodejs12.x": of("2023-03-31", "2023-03-31", "2023-04-30", "nodejs24.x"),
  "nodejs14.x": of("2023-12-04", "2024-01-09", "2027-03-03", "nodejs24.x"),
  "nodejs16.x": of("2024-06-12", "2027-02-01", "2027-03-03", "nodejs24.x"),
  "nodejs18.x": of("2025-09-01", "2027-02-01", "2027-03-03", "nodejs24.x"),
  "nodejs20.x": of("2026-04-30", "2027-02-01", "2027-03-03", "nodejs24.x"),
  "nodejs22.x": of("2027-04-30", "2027-06-01", "2027-07-01", "nodejs24.x"),
  "nodejs24.x": of("2028-04-30", "2028-06-01", "2028-07-01"),
  "nodejs26.x": null,
  provided: of("2024-01-08", "2024-02-08", "2027-03-03", "provided.al2023"),
  "provided.al2": of("2026-07-31", "2027-02-01", "2027-03-03", "provided.al2023"),
  "provided.al2023": of("2029-06-30", "2029-07-31", "2029-08-31"),
  "python2.7": of("2021-07-15", "2021-07-15", "2022-05-30", "python3.14"),
  "python3.6": of("2022-07-18", "2022-07-18", "2022-08-29", "python3.14"),
  "python3.7": of("2023-12-04", "2024-01-09", "2027-03-03", "python3.14"),
  "python3.8": of("2024-10-14", "2027-02-01", "2027-03-03", "python3.14"),
  "python3.9": of("2025-12-15", "2027-02-01", "2027-03-03", "python3.14"),
  "python3.10": of("2026-10-31", "2027-02-01", "2027-03-03", "python3.14"),
  "python3.11": of("2027-06-30", "2027-07-31", "2027-08-31", "python3.14"),
  "python3.12": of("2028-10-31", "2028-11-30", "2029-01-10", "python3.14"),
  "python3.13": of("2029-06-30", "2029-07-31", "2029-08-31"),
  "python3.14": of("2029-06-30", "2029-07-31", "2029-08-31"),
  "python3.15": null,
  "ruby2.5": of("2021-07-30", "2021-07-30", "2022-03-31", "ruby4.0"),
  "ruby2.7": of("2023-12-07", "2024-01-09", "2027-03-03", "ruby4.0"),
  "ruby3.2": of("2026-03-31", "2027-02-01", "2027-03-03", "ruby4.0"),
  "ruby3.3": of("2027-03-31", "2027-04-30", "2027-05-31", "ruby4.0"),
  "ruby3.4": of("2028-03-31", "2028-04-30", "2028-05-31", "ruby4.0"),
  "ruby4.0": of("2029-03-31", "2029-04-30", "2029-05-31"),
};
