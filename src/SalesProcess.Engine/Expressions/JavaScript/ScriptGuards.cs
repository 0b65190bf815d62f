using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>
/// Limits where Jint has none: members that recurse in native code, which ends the process when the stack is used up, and members that build
/// a huge text in one go, between two looks at the budget.
/// </summary>
internal static class ScriptGuards
{
    private const int MaxTextLength = 16 * 1024 * 1024;

    private static readonly string[] Calls = ["apply", "call"];
    private static readonly string[] Fills = ["repeat", "padStart", "padEnd"];
    private static readonly string[] Replacements = ["replace", "replaceAll"];
    private static readonly string[] Chains = ["map", "filter", "take", "drop", "flatMap"];

    /// <summary>Big numbers grow without limit; typed arrays take any amount of memory in one go (bytes come from the functions for bytes); the others wait, show the garbage collector's doings, or lead to big numbers.</summary>
    private static readonly string[] Removed =
        ["BigInt", "BigInt64Array", "BigUint64Array", "DataView", "Temporal", "Atomics", "SharedArrayBuffer", "ShadowRealm", "WeakRef", "FinalizationRegistry",
            "ArrayBuffer", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array", "Float32Array", "Float64Array"];

    // Where iterators come from (a chain of them recurses), and ways to members whose names the text does not show.
    private static readonly string[] Sources =
        ["values", "keys", "entries", "matchAll", "Iterator", "Symbol", "toTemporalInstant", "Reflect", "getOwnPropertyDescriptor", "getOwnPropertyDescriptors"];

    /// <summary>Names that make a script one that needs guards.</summary>
    public static readonly FrozenSet<string> Names = Calls.Concat(Fills).Concat(Replacements).Concat(Sources).ToFrozenSet(StringComparer.Ordinal);

    public static void Install(Jint.Engine engine, PreparedScript script, Ambient ambient)
    {
        var all = script.Survey.ReachesGlobalObject;
        foreach (var name in Removed)
        {
            if (all || script.Names.Contains(name))
            {
                engine.SetValue(name, JsValue.Undefined);
            }
        }

        if (all || script.Names.Contains("Math"))
        {
            engine.GetValue("Math").AsObject().Set("random", new ClrFunction(engine, "random", (_, _) => JsNumber.Create(ambient.NextDouble())));
        }

        if (all || script.Names.Contains("Reflect"))
        {
            Remove(engine.GetValue("Reflect").AsObject(), ["apply", "construct"]);
        }

        if (all || script.Survey.NeedsGuards)
        {
            InstallMembers(engine);
        }
    }

    private static void InstallMembers(Jint.Engine engine)
    {
        Wrap(engine, Prototype(engine, "Function"), Calls, static (engine, _, _) =>
        {
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                throw new JavaScriptException(engine.Intrinsics.Error, "Maximum call stack size exceeded");
            }
        });
        Wrap(engine, Prototype(engine, "String"), Fills, static (engine, text, arguments) =>
            CheckLength(engine, TypeConverter.ToNumber(ScriptRun.At(arguments, 0)) * (TypeConverter.ToString(text).Length + 1)));
        Wrap(engine, Prototype(engine, "String"), Replacements, static (engine, text, arguments) => CheckReplacement(engine, text, ScriptRun.At(arguments, 1)));
        Remove(Prototype(engine, "Iterator"), Chains);
        Remove(Prototype(engine, "Date"), ["toTemporalInstant"]);
    }

    private static void CheckReplacement(Jint.Engine engine, JsValue text, JsValue replacement)
    {
        if (replacement.IsCallable())
        {
            return;
        }

        // A pattern like $` can put the whole text in the place of every match.
        double length = TypeConverter.ToString(text).Length + 1;
        var by = TypeConverter.ToString(replacement);
        CheckLength(engine, length * (by.Length + 1) * (by.Contains('$') ? length : 1));
    }

    private static void CheckLength(Jint.Engine engine, double length)
    {
        if (length > MaxTextLength)
        {
            throw new JavaScriptException(engine.Intrinsics.Error, $"The text would become longer than {MaxTextLength} characters");
        }
    }

    private static ObjectInstance Prototype(Jint.Engine engine, string constructor) => engine.GetValue(constructor).AsObject().Get("prototype").AsObject();

    private static void Wrap(Jint.Engine engine, ObjectInstance owner, string[] members, Action<Jint.Engine, JsValue, JsValue[]> check)
    {
        foreach (var member in members)
        {
            var original = owner.Get(member);
            owner.Set(member, new ClrFunction(engine, member, (self, arguments) =>
            {
                check(engine, self, arguments);
                return original.Call(self, arguments);
            }));
        }
    }

    private static void Remove(ObjectInstance owner, string[] members)
    {
        foreach (var member in members)
        {
            owner.Delete(member);
        }
    }
}
