using System.Net.Mail;

namespace SalesProcess.Tasks;

/// <summary>What the directory says about mail to a person: <c>email</c>, <c>language</c>, <c>quiet</c>.</summary>
internal static class MailFields
{
    private const int MaxAddress = 254;

    private static readonly string[] Languages = ["en", "zh"];

    public static Person ReadMail(this Person person, IReadOnlyDictionary<string, object?> map, string at, List<string> faults) => person with
    {
        Email = Address(map.GetValueOrDefault("email"), $"{at}/email of '{person.Id}'", faults),
        Language = Language(map.GetValueOrDefault("language"), $"{at}/language of '{person.Id}'", faults),
        Quiet = Quiet(map.GetValueOrDefault("quiet"), $"{at}/quiet of '{person.Id}'", faults),
    };

    // One plain address: no name around it, nothing that could begin a second header or a second receiver.
    private static string? Address(object? value, string at, List<string> faults)
    {
        if (value is null)
        {
            return null;
        }

        if (value is string { Length: <= MaxAddress } text && text.All(c => c is > ' ' and < '\x7f' and not (',' or ';' or '"' or '<' or '>' or '(' or ')' or '[' or ']'))
            && MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.'))
        {
            return text;
        }

        faults.Add($"{at} is {Shown(value)}. Accepted is one mail address such as anna@example.com, in ASCII (a domain with other letters in its xn-- form).");
        return null;
    }

    private static string? Language(object? value, string at, List<string> faults)
    {
        if (value is null || (value is string text && Languages.Contains(text, StringComparer.Ordinal)))
        {
            return value as string;
        }

        faults.Add($"{at} is {Shown(value)}. Accepted are {string.Join(" and ", Languages)}.");
        return null;
    }

    private static List<NoticeKind> Quiet(object? value, string at, List<string> faults)
    {
        if (value is null)
        {
            return [];
        }

        if (value is not List<object?> list)
        {
            faults.Add($"{at} must be a list of kinds of mail: {string.Join(", ", Notice.ByName.Keys)}.");
            return [];
        }

        var kinds = new List<NoticeKind>();
        foreach (var item in list)
        {
            if (item is string name && Notice.ByName.TryGetValue(name, out var kind))
            {
                kinds.Add(kind);
            }
            else
            {
                faults.Add($"{at} names {Shown(item)}. Accepted are {string.Join(", ", Notice.ByName.Keys)}.");
            }
        }

        return kinds;
    }

    private static string Shown(object? value) => value is string text ? $"'{text}'" : $"no text ({value ?? "null"})";
}
