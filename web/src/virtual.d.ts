// What build.mjs makes while it builds.

declare module "virtual:worker" {
  const source: string;
  export default source;
}

declare module "virtual:examples" {
  const examples: { title: string; file: string; format: string; to: string; text: string }[];
  export default examples;
}
