// Imported first by every script, so that an old Node says what it needs instead of failing somewhere.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Tongdui needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
