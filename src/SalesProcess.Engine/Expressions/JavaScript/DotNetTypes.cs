using System.Collections.Frozen;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>The types of .NET that scripts of Elsa name (<c>DateTime.UtcNow.AddDays(3)</c>), written in JavaScript in the file of the same name.</summary>
internal static class DotNetTypes
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(["TimeSpan", "DateTime", "DateTimeOffset", "Guid", "Random"], StringComparer.Ordinal);

    private static readonly Lazy<Prepared<Acornima.Ast.Script>> Source = new(() =>
    {
        using var stream = typeof(DotNetTypes).Assembly.GetManifestResourceStream("DotNetTypes.js") ?? throw new InvalidOperationException("The assembly lacks DotNetTypes.js.");
        using var reader = new StreamReader(stream);
        return Jint.Engine.PrepareScript(reader.ReadToEnd());
    });

    /// <summary>Puts in reach those that the script names.</summary>
    public static void Install(Jint.Engine engine, PreparedScript script, Ambient ambient)
    {
        if (!script.Names.Any(Names.Contains))
        {
            return;
        }

        var types = engine.Invoke(
            engine.Evaluate(Source.Value),
            new ClrFunction(engine, "now", (_, _) => JsNumber.Create(ambient.Now.ToUnixTimeMilliseconds())),
            new ClrFunction(engine, "random", (_, _) => JsNumber.Create(ambient.NextDouble())),
            new ClrFunction(engine, "newGuid", (_, _) => new JsString(ambient.NewGuid().ToString()))).AsObject();
        foreach (var name in script.Names.Where(Names.Contains))
        {
            engine.SetValue(name, types.Get(name));
        }
    }
}
