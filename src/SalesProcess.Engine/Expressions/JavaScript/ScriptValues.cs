using System.Globalization;
using System.Numerics;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>Values between the engine and scripts, always as copies.</summary>
internal static class ScriptValues
{
    private const int MaxDepth = 100;
    private const int MaxItems = 1_000_000;
    private const int MaxBytes = 16 * 1024 * 1024;
    private const double SafeInteger = 9007199254740992;

    public static JsValue ToScript(Jint.Engine engine, object? value) => value switch
    {
        null => JsValue.Null,
        string text => new JsString(text),
        bool flag => flag ? JsBoolean.True : JsBoolean.False,
        int number => JsNumber.Create(number),
        long number => JsNumber.Create(number),
        double number => JsNumber.Create(number),
        decimal number => JsNumber.Create((double)number),
        DateTimeOffset time => new JsDate(engine, time),
        TimeSpan span => new JsString(span.ToString("c", CultureInfo.InvariantCulture)),
        Guid guid => new JsString(guid.ToString()),
        byte[] bytes => engine.Intrinsics.Uint8Array.Construct(bytes),
        IReadOnlyDictionary<string, object?> map => ToObject(engine, map),
        System.Collections.IEnumerable list => new JsArray(engine, [.. list.Cast<object?>().Select(item => ToScript(engine, item))]),
        _ => throw new InvalidOperationException($"A value of type {value.GetType()} is not part of the value model."),
    };

    /// <exception cref="ActivityFault">The value is no tree of a reasonable size.</exception>
    public static object? FromScript(JsValue value)
    {
        var items = 0;
        return FromScript(value, 0, ref items);
    }

    /// <summary>Whether a script left a value as it got it. Kinds that scripts do not have count as what they were given for them.</summary>
    public static bool IsUnchanged(JsValue now, object? before) => before switch
    {
        DateTimeOffset time => now.IsDate() && now.AsDate().DateValue.Equals(time.ToUnixTimeMilliseconds()),
        byte[] bytes => now.IsUint8Array() && now.AsUint8Array().AsSpan().SequenceEqual(bytes),
        IReadOnlyDictionary<string, object?> map => now is ObjectInstance o && !IsSpecial(now) && IsUnchanged(o, map),
        System.Collections.IList list => now.IsArray() && IsUnchanged(now.AsArray(), list),
        null => now.IsNull() || now.IsUndefined(),
        string text => now.IsString() && now.AsString() == text,
        bool flag => now.IsBoolean() && now.AsBoolean() == flag,
        TimeSpan span => now.IsString() && now.AsString() == span.ToString("c", CultureInfo.InvariantCulture),
        Guid guid => now.IsString() && now.AsString() == guid.ToString(),
        _ => now.IsNumber() && now.AsNumber().Equals(Convert.ToDouble(before, CultureInfo.InvariantCulture)),
    };

    public static object Number(double number) =>
        number == Math.Truncate(number) && Math.Abs(number) <= SafeInteger ? (object)(long)number : number;

    private static JsObject ToObject(Jint.Engine engine, IReadOnlyDictionary<string, object?> map)
    {
        var result = new JsObject(engine);
        // In Elsa it is an object of .NET, whose members are found by a small first letter too.
        var isResult = Child.IsResult(map);
        foreach (var (key, item) in map)
        {
            var member = ToScript(engine, item);
            result.FastSetDataProperty(key, member);
            if (isResult)
            {
                result.DefineOwnProperty(ActivityType.CamelCase(key), new PropertyDescriptor(member, writable: true, enumerable: false, configurable: true));
            }
        }

        return result;
    }

    private static object? FromScript(JsValue value, int depth, ref int items)
    {
        if (depth > MaxDepth)
        {
            throw new ActivityFault($"a value is nested deeper than {MaxDepth} levels, or contains itself.");
        }

        if (++items > MaxItems)
        {
            throw new ActivityFault($"a value has more than {MaxItems} parts.");
        }

        return value switch
        {
            _ when value.IsString() => value.AsString(),
            _ when value.IsBoolean() => value.AsBoolean(),
            _ when value.IsNumber() => Number(value.AsNumber()),
            JsBigInt big => BigInteger.TryParse(big.ToString(), CultureInfo.InvariantCulture, out var whole) && whole >= long.MinValue && whole <= long.MaxValue
                ? (long)whole
                : throw new ActivityFault($"the number {big} is too large."),
            JsDate date => FromDate(date.DateValue),
            _ when value.IsUint8Array() => Limited(value.AsUint8Array()),
            _ when value.IsArrayBuffer() => Limited(value.AsArrayBuffer()),
            _ when value.IsArray() => FromArray(value.AsArray(), depth, ref items),
            JsTypedArray numbers => FromSequence(Enumerable.Range(0, (int)numbers.Length).Select(i => numbers[i]), depth, ref items),
            _ when value.IsRegExp() => value.ToString(),
            JsSet set => FromSequence(set, depth, ref items),
            JsMap map => FromMap(map, depth, ref items),
            ObjectInstance o when !value.IsCallable() => o.Get("toJSON") is var toJson && toJson.IsCallable()
                ? FromScript(toJson.Call(o, Array.Empty<JsValue>()), depth + 1, ref items)
                : FromObject(o, depth, ref items),
            _ => null,
        };
    }

    private static DateTimeOffset? FromDate(double milliseconds)
    {
        if (double.IsNaN(milliseconds))
        {
            return null;
        }

        var time = (long)milliseconds;
        return time >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : throw new ActivityFault("a date lies outside the years 1 to 9999.");
    }

    private static List<object?> FromSequence(IEnumerable<JsValue> sequence, int depth, ref int items)
    {
        var list = new List<object?>();
        foreach (var item in sequence)
        {
            list.Add(FromScript(item, depth + 1, ref items));
        }

        return list;
    }

    private static Dictionary<string, object?> FromMap(JsMap entries, int depth, ref int items)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, item) in entries)
        {
            map[key.ToString()] = FromScript(item, depth + 1, ref items);
        }

        return map;
    }

    private static List<object?> FromArray(JsArray array, int depth, ref int items)
    {
        var list = new List<object?>();
        for (uint i = 0; i < array.Length; i++)
        {
            list.Add(FromScript(array[i], depth + 1, ref items));
        }

        return list;
    }

    private static Dictionary<string, object?> FromObject(ObjectInstance o, int depth, ref int items)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, property) in o.GetOwnProperties())
        {
            if (property.Enumerable && key.IsString() && o.Get(key) is var item && !item.IsCallable())
            {
                map[key.AsString()] = FromScript(item, depth + 1, ref items);
            }
        }

        return map;
    }

    private static byte[]? Limited(byte[]? bytes) => bytes is { Length: > MaxBytes }
        ? throw new ActivityFault($"A script gives {bytes.Length} bytes. Accepted are at most {MaxBytes}.")
        : bytes;

    private static bool IsSpecial(JsValue value) => value.IsArray() || value.IsDate() || value.IsCallable() || value.IsUint8Array() || value.IsArrayBuffer() || value.IsRegExp();

    private static bool IsUnchanged(ObjectInstance o, IReadOnlyDictionary<string, object?> map)
    {
        var count = 0;
        foreach (var (key, property) in o.GetOwnProperties())
        {
            if (!property.Enumerable || !key.IsString())
            {
                continue;
            }

            count++;
            if (!map.TryGetValue(key.AsString(), out var before) || !IsUnchanged(o.Get(key), before))
            {
                return false;
            }
        }

        return count == map.Count;
    }

    private static bool IsUnchanged(JsArray array, System.Collections.IList list)
    {
        if (array.Length != list.Count)
        {
            return false;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (!IsUnchanged(array[(uint)i], list[i]))
            {
                return false;
            }
        }

        return true;
    }
}
