// Ends with 0 when the address answers that all is well: what the health checks of the images run.
const [, , address = `http://127.0.0.1:${process.env.HTTP_PORT ?? 9090}/health`] = process.argv;
try {
  const response = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  process.stdout.write((await response.text()).slice(0, 1_000));
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(String(error));
  process.exitCode = 1;
}
