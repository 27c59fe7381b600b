import { createRequire } from 'node:module';
import type { RedisReply } from './redis-backend.ts';

/**
 * Runs scripts on the Lua that ioredis-mock brings along, in place of the mock's own EVAL, which can't run the token
 * bucket of `@upstash/ratelimit` (a missing field of HMGET is neither nil nor false there), loses the text of errors,
 * doesn't cut numbers to integers, and takes 2 ms to set up a machine for every call.
 */
export interface LuaRunner {
  /** Rejects with what Redis would answer as the error. The caller sees to it that one script runs at a time. */
  run(script: string, keys: string[], args: string[]): Promise<RedisReply>;
}

type State = object;

/** The parts of fengari that are used here: https://www.lua.org/manual/5.3/manual.html#4 */
interface Fengari {
  lua: {
    LUA_OK: number;
    LUA_YIELD: number;
    LUA_REGISTRYINDEX: number;
    LUA_TNIL: number;
    LUA_TBOOLEAN: number;
    LUA_TNUMBER: number;
    LUA_TSTRING: number;
    LUA_TTABLE: number;
    lua_call(L: State, argumentCount: number, resultCount: number): void;
    lua_createtable(L: State, arraySize: number, fields: number): void;
    lua_getfield(L: State, index: number, name: Uint8Array): number;
    lua_gettop(L: State): number;
    lua_newthread(L: State): State;
    lua_pop(L: State, count: number): void;
    lua_pushboolean(L: State, value: boolean): void;
    lua_pushinteger(L: State, value: number): void;
    lua_pushnumber(L: State, value: number): void;
    lua_pushstring(L: State, value: Uint8Array): void;
    lua_rawgeti(L: State, index: number, position: number): number;
    lua_rawset(L: State, index: number): void;
    lua_rawseti(L: State, index: number, position: number): void;
    lua_resume(L: State, from: State, argumentCount: number): number;
    lua_settop(L: State, top: number): void;
    lua_toboolean(L: State, index: number): boolean;
    lua_tonumber(L: State, index: number): number;
    lua_tostring(L: State, index: number): Uint8Array | null;
    lua_type(L: State, index: number): number;
  };
  lauxlib: {
    luaL_loadbuffer(L: State, code: Uint8Array, size: number | null, name: Uint8Array): number;
    luaL_newstate(): State;
    luaL_ref(L: State, table: number): number;
    luaL_unref(L: State, table: number, reference: number): void;
  };
  lualib: { luaL_openlibs(L: State): void };
}

const maxCompiled = 1_000;

// Scripts get at Redis by yielding a command; what they are resumed with is its reply. Redis, too, keeps them from
// the system and from leaving globals behind for each other.
const prelude = `
local yield = coroutine.yield
os, io, require, dofile, loadfile, package, debug, print = nil
unpack = table.unpack
redis = {}
redis.pcall = function(...) return yield(...) end
redis.call = function(...)
  local reply = yield(...)
  if type(reply) == 'table' and reply.err then error(reply.err, 0) end
  return reply
end
redis.error_reply = function(message) return { err = message } end
redis.status_reply = function(message) return { ok = message } end
setmetatable(_G, { __newindex = function(_, name)
  error('ERR Script attempted to create global variable ' .. "'" .. tostring(name) .. "'", 2)
end })
`;

/** A machine that keeps its compiled scripts; `call` carries out what they ask of Redis. */
export function createLuaRunner(call: (command: string[]) => Promise<RedisReply>): LuaRunner {
  // Found through ioredis-mock, so that both use one version.
  const require = createRequire(createRequire(import.meta.url).resolve('ioredis-mock'));
  const { lua, lauxlib, lualib } = require('fengari') as Fengari;
  const main = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(main);
  const compiled = new Map<string, number>();
  lua.lua_rawgeti(main, lua.LUA_REGISTRYINDEX, load(prelude));
  lua.lua_call(main, 0, 0);

  function load(code: string): number {
    if (lauxlib.luaL_loadbuffer(main, utf8(code), null, utf8('=user_script')) !== lua.LUA_OK) {
      const message = readText(main, -1);
      lua.lua_pop(main, 1);
      throw new Error(`ERR Error compiling script (new function): ${message}`);
    }
    return lauxlib.luaL_ref(main, lua.LUA_REGISTRYINDEX);
  }

  function compile(script: string): number {
    const known = compiled.get(script);
    if (known !== undefined) return known;
    const reference = load(`local KEYS, ARGV = ... ${script}`);
    const [oldest] = compiled;
    if (oldest && compiled.size >= maxCompiled) {
      compiled.delete(oldest[0]);
      lauxlib.luaL_unref(main, lua.LUA_REGISTRYINDEX, oldest[1]);
    }
    compiled.set(script, reference);
    return reference;
  }

  function pushReply(L: State, reply: RedisReply): void {
    if (reply === null) lua.lua_pushboolean(L, false);
    else if (Array.isArray(reply)) {
      lua.lua_createtable(L, reply.length, 0);
      reply.forEach((element, index) => {
        pushReply(L, element);
        lua.lua_rawseti(L, -2, index + 1);
      });
    } else if (typeof reply !== 'number') lua.lua_pushstring(L, utf8(reply));
    // Its integers have 32 bits.
    else if (reply === (reply | 0)) lua.lua_pushinteger(L, reply);
    else lua.lua_pushnumber(L, reply);
  }

  function pushError(L: State, message: string): void {
    lua.lua_createtable(L, 0, 1);
    lua.lua_pushstring(L, utf8('err'));
    lua.lua_pushstring(L, utf8(message));
    lua.lua_rawset(L, -3);
  }

  function readText(L: State, index: number): string {
    return Buffer.from(lua.lua_tostring(L, index) ?? []).toString('utf8');
  }

  function readField(L: State, name: string): string | null {
    const type = lua.lua_getfield(L, -1, utf8(name));
    const text = type === lua.LUA_TSTRING ? readText(L, -1) : null;
    lua.lua_pop(L, 1);
    return text;
  }

  /** The value on top, as Redis turns it into a reply. */
  function readReply(L: State): RedisReply {
    switch (lua.lua_type(L, -1)) {
      case lua.LUA_TSTRING:
        return readText(L, -1);
      case lua.LUA_TNUMBER:
        return Math.trunc(lua.lua_tonumber(L, -1));
      case lua.LUA_TBOOLEAN:
        return lua.lua_toboolean(L, -1) ? 1 : null;
      case lua.LUA_TTABLE: {
        const error = readField(L, 'err');
        if (error !== null) throw new Error(error);
        return readField(L, 'ok') ?? readList(L);
      }
      default:
        return null;
    }
  }

  function readList(L: State): RedisReply[] {
    const list: RedisReply[] = [];
    while (lua.lua_rawgeti(L, -1, list.length + 1) !== lua.LUA_TNIL) {
      list.push(readReply(L));
      lua.lua_pop(L, 1);
    }
    lua.lua_pop(L, 1);
    return list;
  }

  /** What a script yielded; null when it is not a command. */
  function readCommand(L: State): string[] | null {
    const count = lua.lua_gettop(L);
    const command: string[] = [];
    for (let index = 1; index <= count; index++) {
      const type = lua.lua_type(L, index);
      if (type === lua.LUA_TSTRING) command.push(readText(L, index));
      else if (type === lua.LUA_TNUMBER) command.push(String(lua.lua_tonumber(L, index)));
      else return null;
    }
    return command.length > 0 ? command : null;
  }

  async function pushAnswer(thread: State): Promise<void> {
    const command = readCommand(thread);
    lua.lua_settop(thread, 0);
    if (!command) return pushError(thread, 'ERR Lua redis lib command arguments must be strings or integers');
    try {
      pushReply(thread, await call(command));
    } catch (error) {
      pushError(thread, error instanceof Error ? error.message : String(error));
    }
  }

  return {
    async run(script, keys, args) {
      const reference = compile(script);
      const thread = lua.lua_newthread(main);
      try {
        lua.lua_rawgeti(thread, lua.LUA_REGISTRYINDEX, reference);
        pushReply(thread, keys);
        pushReply(thread, args);
        let status = lua.lua_resume(thread, main, 2);
        while (status === lua.LUA_YIELD) {
          await pushAnswer(thread);
          status = lua.lua_resume(thread, main, 1);
        }
        if (status !== lua.LUA_OK) throw new Error(asErrorReply(readText(thread, -1)));
        return lua.lua_gettop(thread) === 0 ? null : readReply(thread);
      } finally {
        // Lets go of the thread, which stood here so that it would not be collected.
        lua.lua_settop(main, 0);
      }
    },
  };
}

function utf8(text: string | Buffer): Uint8Array {
  return Uint8Array.from(typeof text === 'string' ? Buffer.from(text) : text);
}

function asErrorReply(message: string): string {
  return /^[A-Z]+ /.test(message) ? message : `ERR ${message}`;
}
