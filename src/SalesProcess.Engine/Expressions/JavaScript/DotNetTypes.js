// The part of .NET's DateTime, DateTimeOffset, TimeSpan, Guid and Random that scripts of Elsa use, without .NET: nothing of the host is in reach.
// Times are in UTC. A DateTime is a Date, so it becomes a time of the engine like any Date; a TimeSpan and a Guid become their text.
(function (now, random, newGuid) {
  'use strict';
  const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour, epoch = 62135596800000;
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const digits = (number, length) => String(Math.abs(number)).padStart(length, '0');
  const refuse = (text, what, example) => { throw new Error(`'${text}' is not a ${what}. Accepted is, for example, ${example}.`); };

  class TimeSpan {
    #ms;

    // (ticks), (h, m, s), (d, h, m, s) or (d, h, m, s, ms), as in .NET.
    constructor(...p) {
      const [d, h, m, s, ms] = p.length === 3 ? [0, ...p] : p;
      this.#ms = p.length < 2 ? (d || 0) / 10000 : d * day + h * hour + m * minute + s * second + (ms || 0);
    }

    static #of(ms) { return new TimeSpan(ms * 10000); }
    static get Zero() { return TimeSpan.#of(0); }
    static FromDays(n) { return TimeSpan.#of(n * day); }
    static FromHours(n) { return TimeSpan.#of(n * hour); }
    static FromMinutes(n) { return TimeSpan.#of(n * minute); }
    static FromSeconds(n) { return TimeSpan.#of(n * second); }
    static FromMilliseconds(n) { return TimeSpan.#of(n); }
    static FromTicks(n) { return new TimeSpan(n); }
    static Parse(text) {
      const whole = /^\s*(-)?(\d+)\s*$/.exec(text);
      const found = whole ? [text, whole[1], whole[2], 0, 0] : /^\s*(-)?(?:(\d+)\.)?(\d+):(\d+)(?::(\d+)(?:\.(\d{1,7}))?)?\s*$/.exec(text);
      if (!found) refuse(text, 'time span', '1.02:03:04');
      const [, sign, d, h, m, s, part] = found;
      const ms = (d || 0) * day + h * hour + m * minute + (s || 0) * second + (part ? Number('0.' + part) * second : 0);
      return TimeSpan.#of(sign ? -ms : ms);
    }

    get Ticks() { return Math.round(this.#ms * 10000); }
    get TotalDays() { return this.#ms / day; }
    get TotalHours() { return this.#ms / hour; }
    get TotalMinutes() { return this.#ms / minute; }
    get TotalSeconds() { return this.#ms / second; }
    get TotalMilliseconds() { return this.#ms; }
    get Days() { return Math.trunc(this.#ms / day); }
    get Hours() { return Math.trunc(this.#ms / hour) % 24; }
    get Minutes() { return Math.trunc(this.#ms / minute) % 60; }
    get Seconds() { return Math.trunc(this.#ms / second) % 60; }
    get Milliseconds() { return Math.trunc(this.#ms) % 1000; }
    Add(other) { return TimeSpan.#of(this.#ms + Number(other)); }
    Subtract(other) { return TimeSpan.#of(this.#ms - Number(other)); }
    Negate() { return TimeSpan.#of(-this.#ms); }
    Duration() { return TimeSpan.#of(Math.abs(this.#ms)); }
    CompareTo(other) { return Math.sign(this.#ms - Number(other)); }
    Equals(other) { return this.#ms === Number(other); }
    ToString() {
      const part = Math.abs(this.Ticks) % 10000000;
      return (this.#ms < 0 ? '-' : '') + (this.Days ? `${Math.abs(this.Days)}.` : '')
        + [this.Hours, this.Minutes, this.Seconds].map(n => digits(n, 2)).join(':') + (part ? `.${digits(part, 7)}` : '');
    }
    valueOf() { return this.#ms; }
    toString() { return this.ToString(); }
    toJSON() { return this.ToString(); }
  }

  class DateTime extends Date {
    // (year, month, day[, hour, minute, second, millisecond]) or (ticks), as in .NET; a Date is copied.
    constructor(...p) {
      super(p.length === 1 ? (p[0] instanceof Date ? p[0].getTime() : p[0] / 10000 - epoch)
        : p.length === 0 ? -epoch
        : Date.UTC(p[0], p[1] - 1, p[2], p[3] || 0, p[4] || 0, p[5] || 0, p[6] || 0));
    }

    static get UtcNow() { return new this(new Date(now())); }
    static get Now() { return this.UtcNow; }
    static get Today() { return this.UtcNow.Date; }
    static get MinValue() { return new this(); }
    static Parse(text) {
      const ms = Date.parse(text);
      if (Number.isNaN(ms)) refuse(text, 'time', '2026-11-23T09:00:00Z');
      return new this(new Date(ms));
    }
    static FromUnixTimeSeconds(n) { return new this(new Date(n * second)); }
    static FromUnixTimeMilliseconds(n) { return new this(new Date(n)); }
    static DaysInMonth(year, month) { return new Date(Date.UTC(year, month, 0)).getUTCDate(); }

    #at(ms) { return new this.constructor(new Date(ms)); }
    get Year() { return this.getUTCFullYear(); }
    get Month() { return this.getUTCMonth() + 1; }
    get Day() { return this.getUTCDate(); }
    get Hour() { return this.getUTCHours(); }
    get Minute() { return this.getUTCMinutes(); }
    get Second() { return this.getUTCSeconds(); }
    get Millisecond() { return this.getUTCMilliseconds(); }
    get DayOfWeek() { return this.getUTCDay(); }
    get DayOfYear() { return Math.floor((this.Date - Date.UTC(this.Year, 0, 1)) / day) + 1; }
    get Date() { return this.#at(Date.UTC(this.Year, this.Month - 1, this.Day)); }
    get TimeOfDay() { return this.Subtract(this.Date); }
    get Ticks() { return (this.getTime() + epoch) * 10000; }
    Add(span) { return this.#at(this.getTime() + Number(span)); }
    Subtract(other) { return other instanceof Date ? TimeSpan.FromMilliseconds(this.getTime() - other.getTime()) : this.#at(this.getTime() - Number(other)); }
    AddYears(n) { return this.AddMonths(12 * n); }
    AddMonths(n) {
      const first = new Date(Date.UTC(this.Year, this.Month - 1 + n, 1));
      const last = DateTime.DaysInMonth(first.getUTCFullYear(), first.getUTCMonth() + 1);
      return this.#at(first.getTime() + (Math.min(this.Day, last) - 1) * day + (this.getTime() - this.Date.getTime()));
    }
    AddDays(n) { return this.#at(this.getTime() + n * day); }
    AddHours(n) { return this.#at(this.getTime() + n * hour); }
    AddMinutes(n) { return this.#at(this.getTime() + n * minute); }
    AddSeconds(n) { return this.#at(this.getTime() + n * second); }
    AddMilliseconds(n) { return this.#at(this.getTime() + n); }
    ToUniversalTime() { return this.#at(this.getTime()); }
    ToLocalTime() { return this.#at(this.getTime()); }
    ToUnixTimeSeconds() { return Math.floor(this.getTime() / second); }
    ToUnixTimeMilliseconds() { return this.getTime(); }
    CompareTo(other) { return Math.sign(this.getTime() - other.getTime()); }
    Equals(other) { return other instanceof Date && this.getTime() === other.getTime(); }
    ToString(format = 'MM/dd/yyyy HH:mm:ss') {
      const known = { o: "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", s: "yyyy-MM-dd'T'HH:mm:ss", u: "yyyy-MM-dd HH:mm:ss'Z'", d: 'MM/dd/yyyy', t: 'HH:mm', T: 'HH:mm:ss' };
      const parts = {
        yyyy: digits(this.Year, 4), yy: digits(this.Year % 100, 2), MMMM: months[this.Month - 1], MMM: months[this.Month - 1].slice(0, 3), MM: digits(this.Month, 2), M: this.Month,
        dddd: days[this.DayOfWeek], ddd: days[this.DayOfWeek].slice(0, 3), dd: digits(this.Day, 2), d: this.Day, HH: digits(this.Hour, 2), H: this.Hour,
        hh: digits(this.Hour % 12 || 12, 2), h: this.Hour % 12 || 12, mm: digits(this.Minute, 2), m: this.Minute, ss: digits(this.Second, 2), s: this.Second,
        tt: this.Hour < 12 ? 'AM' : 'PM', zzz: '+00:00', K: 'Z',
      };
      return (known[format === 'O' ? 'o' : format] || format).replace(
        /'([^']*)'|yyyy|yy|MMMM|MMM|MM|M|dddd|ddd|dd|d|HH|H|hh|h|mm|m|ss|s|f+|tt|zzz|K/g,
        (token, quoted) => quoted !== undefined ? quoted : token[0] === 'f' ? (digits(this.Millisecond, 3) + '0000').slice(0, token.length) : parts[token]);
    }
    toString() { return this.ToString(); }
  }

  class DateTimeOffset extends DateTime {
    get Offset() { return TimeSpan.Zero; }
    get DateTime() { return new DateTime(this); }
    get UtcDateTime() { return new DateTime(this); }
  }

  class Guid {
    #text;

    constructor(text) { this.#text = text === undefined ? '00000000-0000-0000-0000-000000000000' : Guid.#check(text); }

    static #check(text) {
      const plain = String(text).trim().replace(/[{}()-]/g, '').toLowerCase();
      if (!/^[0-9a-f]{32}$/.test(plain)) refuse(text, 'GUID', '0f8fad5b-d9cb-469f-a165-70867728950e');
      return plain.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    }
    static get Empty() { return new Guid(); }
    static NewGuid() { return new Guid(newGuid()); }
    static Parse(text) { return new Guid(text); }
    Equals(other) { return this.#text === String(other); }
    ToString(format) { return format === 'N' ? this.#text.replace(/-/g, '') : this.#text; }
    valueOf() { return this.#text; }
    toString() { return this.#text; }
    toJSON() { return this.#text; }
  }

  class Random {
    static get Shared() { return new Random(); }
    Next(a, b) {
      const [from, to] = a === undefined ? [0, 2147483647] : b === undefined ? [0, a] : [a, b];
      return from + Math.floor(random() * (to - from));
    }
    NextDouble() { return random(); }
  }

  // Members of .NET objects are found by a small first letter too.
  for (const type of [TimeSpan, DateTime, DateTimeOffset, Guid, Random]) {
    for (const owner of [type, type.prototype]) {
      for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
        const small = name[0].toLowerCase() + name.slice(1);
        if (small !== name && !(small in owner)) Object.defineProperty(owner, small, property);
      }
    }
  }

  return { TimeSpan, DateTime, DateTimeOffset, Guid, Random };
})
