using System.Collections.Frozen;
using System.Text;
using Jint.Native;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>The functions on text, bytes, JSON and UUIDs.</summary>
internal static class TextFunctions
{
    private static readonly FrozenDictionary<string, ScriptFunction> All = new Dictionary<string, ScriptFunction>(StringComparer.Ordinal)
    {
        ["isNullOrWhiteSpace"] = (_, arguments) => string.IsNullOrWhiteSpace(ScriptRun.Text(arguments, 0)),
        ["isNullOrEmpty"] = (_, arguments) => string.IsNullOrEmpty(ScriptRun.Text(arguments, 0)),
        ["toJson"] = (_, arguments) => ValueJson.Format(ScriptValues.FromScript(ScriptRun.At(arguments, 0))),
        ["parseGuid"] = (_, arguments) => ParseGuid(ScriptRun.Text(arguments, 0)),
        ["bytesToString"] = (run, arguments) => Encoding.UTF8.GetString(Bytes(arguments, "bytesToString")),
        ["bytesFromString"] = (run, arguments) => run.ToScript(Encoding.UTF8.GetBytes(ScriptRun.Text(arguments, 0) ?? "")),
        ["bytesToBase64"] = (_, arguments) => Convert.ToBase64String(Bytes(arguments, "bytesToBase64")),
        ["bytesFromBase64"] = (run, arguments) => run.ToScript(FromBase64(ScriptRun.Text(arguments, 0) ?? "")),
        ["stringToBase64"] = (_, arguments) => Convert.ToBase64String(Encoding.UTF8.GetBytes(ScriptRun.Text(arguments, 0) ?? "")),
        ["stringFromBase64"] = (_, arguments) => Encoding.UTF8.GetString(FromBase64(ScriptRun.Text(arguments, 0) ?? "")),

        // Elsa's streams are byte arrays here: a stored value cannot be a stream.
        ["streamToBytes"] = (run, arguments) => run.ToScript(Bytes(arguments, "streamToBytes")),
        ["streamToBase64"] = (_, arguments) => Convert.ToBase64String(Bytes(arguments, "streamToBase64")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ScriptFunction? Find(string name) => All.GetValueOrDefault(name);

    private static string ParseGuid(string? text) => Guid.TryParse(text, out var guid)
        ? guid.ToString()
        : throw new ActivityFault($"'{text}' is not a GUID. Accepted is, for example, 0f8fad5b-d9cb-469f-a165-70867728950e.");

    private static byte[] Bytes(JsValue[] arguments, string function) => ScriptValues.FromScript(ScriptRun.At(arguments, 0)) switch
    {
        byte[] bytes => bytes,
        List<object?> list => [.. list.Select(ValueConverter.Convert<int>).Select(n => (byte)n)],
        _ => throw new ActivityFault($"{function} takes bytes (a Uint8Array)."),
    };

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException wrong)
        {
            throw new ActivityFault($"'{text}' is not Base64: {wrong.Message}", wrong);
        }
    }
}
