/** Every sentence this folder says to the person who starts the server, in one place. */
const elsewhere =
  "Set DATABASE_URL to a PostgreSQL of your own (15 or newer), for example " +
  "DATABASE_URL=postgres://user:password@localhost:5432/tongdui.";

export const messages = {
  alreadyInUse: (pid: number, directory: string) =>
    `Another Tongdui (process ${pid}) is using the data directory ${directory}. ` +
    "Stop it first, or set TONGDUI_DATA_DIR to another directory.",
  notWritable: (directory: string, reason: string) =>
    `The data directory ${directory} cannot be written (${reason}). ` +
    "Give it to the user that starts Tongdui, or set TONGDUI_DATA_DIR to another directory.",
  unsupportedPlatform: (platform: string) =>
    `The embedded PostgreSQL has no program for ${platform}. ${elsewhere}`,
  noPasswdEntry: (uid: number) =>
    `The embedded PostgreSQL cannot run under user id ${uid}: the system knows no name for it ` +
    `(no entry in /etc/passwd). Run as a named user, or: ${elsewhere}`,
  noUnprivilegedAccount: () =>
    "PostgreSQL refuses to run as root, and the system has no user `nobody` to run it under. " +
    `Start as an ordinary user, or: ${elsewhere}`,
  keptElsewhere: (directory: string, location: string) =>
    `PostgreSQL cannot run as root, and the unprivileged user it runs under may not enter ` +
    `${directory}. The database files are therefore in ${location}.`,
  passwordMissing: (file: string, cluster: string) =>
    `The database in ${cluster} exists, but its password file ${file} is missing. ` +
    "Restore the file, or move the data directory away to start empty.",
  preparing: (directory: string) => `Preparing a PostgreSQL database in ${directory} …`,
  initFailed: (output: string) =>
    `PostgreSQL could not prepare its data directory:\n${output}\nIf this cannot be mended: ${elsewhere}`,
  didNotStart: (reason: string, logFile: string, tail: string) =>
    `PostgreSQL did not start (${reason}). The end of ${logFile}:\n${tail}`,
  stoppingOrphan: (pid: number) =>
    `Found a PostgreSQL (process ${pid}) left running by a server that died. Stopping it first …`,
  orphanStays: (pid: number) =>
    `A PostgreSQL (process ${pid}) still uses this data directory and could not be stopped.`,
  diedRestarting: (how: string) => `PostgreSQL ended unexpectedly (${how}). Starting it again …`,
  restarted: () => "PostgreSQL is running again.",
  restartFailed: (reason: string, waitSeconds: number) =>
    `PostgreSQL could not be started again: ${reason}\nTrying again in ${waitSeconds} s.`,
};
