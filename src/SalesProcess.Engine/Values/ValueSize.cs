namespace SalesProcess.Engine.Values;

/// <summary>How big a value is, roughly: characters of its texts, and its members.</summary>
internal static class ValueSize
{
    public static long Of(object? value) => value switch
    {
        null => 0,
        string text => text.Length,
        byte[] bytes => bytes.Length,
        IReadOnlyDictionary<string, object?> map => map.Sum(p => p.Key.Length + Of(p.Value) + 1),
        IEnumerable<object?> list => list.Sum(item => Of(item) + 1),
        _ => 1,
    };
}
