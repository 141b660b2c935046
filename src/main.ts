import { cli } from '#app/cli.ts';

await cli(process.argv.slice(2), process.env);
