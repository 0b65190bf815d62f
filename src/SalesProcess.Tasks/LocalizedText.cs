namespace SalesProcess.Tasks;

/// <summary>A text for people, in English and Chinese. Where only one was given, both languages show it.</summary>
public sealed record LocalizedText(string En, string Zh)
{
    /// <summary>From a plain string or <c>{"en","zh"}</c>; null if the value is neither or holds no text.</summary>
    public static LocalizedText? FromValue(object? value) => value switch
    {
        string text => string.IsNullOrWhiteSpace(text) ? null : new LocalizedText(text, text),
        IReadOnlyDictionary<string, object?> map => Of(Text(map, "en"), Text(map, "zh")),
        _ => null,
    };

    public static LocalizedText? Of(string? en, string? zh) => (en ?? zh) is null ? null : new LocalizedText(en ?? zh!, zh ?? en!);

    public Dictionary<string, object?> ToValue() => new(StringComparer.Ordinal) { ["en"] = En, ["zh"] = Zh };

    /// <param name="language">A language tag such as <c>zh-CN</c>; whatever is not Chinese gets English.</param>
    public string For(string? language) => language is not null && language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;

    /// <summary>Both languages in one text, for messages that do not know their reader.</summary>
    public override string ToString() => string.Equals(En, Zh, StringComparison.Ordinal) ? En : $"{En} · {Zh}";

    private static string? Text(IReadOnlyDictionary<string, object?> map, string key) =>
        map.GetValueOrDefault(key) is string text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
