using System.Globalization;
using NJsonSchema;
using SalesProcess.Engine.Values;

namespace SalesProcess.Tasks;

/// <summary>What people read about a wrong field: in English and Chinese, with the field's title in both.</summary>
internal static class FormMessages
{
    private const int Shown = 80;

    private static readonly (JsonObjectType Type, string En, string Zh)[] Kinds =
    [
        (JsonObjectType.String, "a text", "文本"),
        (JsonObjectType.Integer, "a whole number", "整数"),
        (JsonObjectType.Number, "a number", "数字"),
        (JsonObjectType.Boolean, "true or false", "是或否(true/false)"),
        (JsonObjectType.Array, "a list", "列表"),
        (JsonObjectType.Object, "an object", "对象"),
        (JsonObjectType.Null, "null", "空值"),
    ];

    public static string Missing(FormField field) => Both(field, "is missing", "缺失,请填写");

    public static string Unknown(FormField parent, string name) => Both(
        parent,
        $"has no field '{Shortened(name)}'. Accepted: {string.Join(", ", parent.Properties.Keys)}",
        $"没有字段“{Shortened(name)}”,可用字段:{string.Join("、", parent.Properties.Keys)}");

    public static string Type(FormField field, object? value)
    {
        var wanted = Kinds.Where(k => field.Types.HasFlag(k.Type)).ToList();
        return Both(
            field,
            $"must be {string.Join(" or ", wanted.Select(k => k.En))}, not {Quoted(value)}",
            $"必须是{string.Join("或", wanted.Select(k => k.Zh))},而不是 {Quoted(value)}");
    }

    public static string Enum(FormField field, object? value) => Both(
        field,
        $"is {Quoted(value)}. Accepted: {string.Join(", ", field.Enum.Select(e => Choice(field, e, t => t.En)))}",
        $"的值 {Quoted(value)} 不可用,可选:{string.Join("、", field.Enum.Select(e => Choice(field, e, t => t.Zh)))}");

    public static string MinLength(FormField field, int length) => length == 0
        ? Both(field, "must not be empty", "不能为空")
        : Both(field, $"has {length} characters. At least {field.MinLength} are needed", $"有 {length} 个字符,至少需要 {field.MinLength} 个");

    public static string MaxLength(FormField field, int length) =>
        Both(field, $"has {length} characters. At most {field.MaxLength} are accepted", $"有 {length} 个字符,最多 {field.MaxLength} 个");

    public static string Pattern(FormField field, string value) => string.IsNullOrWhiteSpace(value)
        ? Both(field, "must not be blank", "不能为空白")
        : Both(field, $"is {Quoted(value)}, which does not fit the pattern {field.Pattern!.Text}", $"的值 {Quoted(value)} 不符合格式 {field.Pattern!.Text}");

    public static string Format(FormField field, string value)
    {
        var wanted = FormFormats.Known[field.Format!];
        return Both(field, $"is {Quoted(value)}. Accepted is {wanted.En}", $"的值 {Quoted(value)} 无效,应为{wanted.Zh}");
    }

    public static string Minimum(FormField field, object value) =>
        Both(field, $"is {Quoted(value)}. It must be at least {Number(field.Minimum)}", $"为 {Quoted(value)},不得小于 {Number(field.Minimum)}");

    public static string Maximum(FormField field, object value) =>
        Both(field, $"is {Quoted(value)}. It must be at most {Number(field.Maximum)}", $"为 {Quoted(value)},不得大于 {Number(field.Maximum)}");

    public static string MinItems(FormField field, int count) =>
        Both(field, $"has {count} entries. At least {field.MinItems} needed", $"有 {count} 项,至少需要 {field.MinItems} 项");

    public static string MaxItems(FormField field, int count) =>
        Both(field, $"has {count} entries. At most {field.MaxItems} accepted", $"有 {count} 项,最多 {field.MaxItems} 项");

    private static string Both(FormField field, string en, string zh) => $"{field.Title.En} {en}. · “{field.Title.Zh}”{zh}。";

    private static string Choice(FormField field, object? value, Func<LocalizedText, string> language)
    {
        var text = value is null ? "null" : ValueConverter.ToText(value);
        return field.EnumTitles.TryGetValue(text, out var title) ? $"{text} ({language(title)})" : text;
    }

    private static string Quoted(object? value) => value switch
    {
        string text => $"'{Shortened(text)}'",
        List<object?> list => $"a list ({list.Count})",
        IReadOnlyDictionary<string, object?> => "an object",
        null => "null",
        bool flag => flag ? "true" : "false",
        _ => ValueConverter.ToText(value),
    };

    private static string Shortened(string text) => text.Length <= Shown ? text : text[..Shown] + "…";

    private static string Number(decimal? number) => number!.Value.ToString(CultureInfo.InvariantCulture);
}
