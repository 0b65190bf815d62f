using System.Globalization;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>Who must approve a document before it leaves the company (<c>approval-matrix.json</c>).</summary>
public static class ApprovalMatrix
{
    /// <summary>The name of the matrix among the facts of a run.</summary>
    public const string Fact = "approval-matrix";

    public const string Legal = "legal";

    /// <summary>
    /// The groups whose approval a document needs: legal always, then those of its kind, of the departments it concerns, and of its amount.
    /// An amount in a currency that the matrix does not know counts as above every threshold.
    /// </summary>
    /// <exception cref="ActivityFault">The matrix or the metadata does not say what is needed.</exception>
    public static IReadOnlyList<string> Required(object? matrix, object? metadata)
    {
        if (matrix is not IReadOnlyDictionary<string, object?> kinds)
        {
            throw new ActivityFault($"There is no approval matrix. Put it into {Fact}.json.");
        }

        if (metadata is not IReadOnlyDictionary<string, object?> data || data.GetValueOrDefault("kind") is not string kind)
        {
            throw new ActivityFault("The document has no metadata with a 'kind', so nobody can tell who must approve it. Give it metadata such as {\"kind\":\"contract\",\"amount\":\"120000.00\",\"currency\":\"CNY\",\"departments\":[]}.");
        }

        if (kinds.GetValueOrDefault(kind) is not IReadOnlyDictionary<string, object?> rules)
        {
            throw new ActivityFault($"The approval matrix has no rules for documents of kind '{kind}'. It has: {string.Join(", ", kinds.Keys)}.");
        }

        var departments = Texts(data, "departments");
        var groups = new List<string> { Legal };
        groups.AddRange(Texts(rules, "always"));
        groups.AddRange(Texts(rules, "whenDepartment").Where(departments.Contains));
        groups.AddRange(ByAmount(rules, data));
        return [.. groups.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> ByAmount(IReadOnlyDictionary<string, object?> rules, IReadOnlyDictionary<string, object?> metadata)
    {
        if (rules.GetValueOrDefault("aboveAmount") is not List<object?> { Count: > 0 } thresholds)
        {
            return [];
        }

        var amount = Amount(metadata.GetValueOrDefault("amount"), "The document's metadata");
        var currency = metadata.GetValueOrDefault("currency") as string;
        return thresholds.SelectMany(item =>
        {
            if (item is not IReadOnlyDictionary<string, object?> threshold)
            {
                throw new ActivityFault("The approval matrix is wrong: every item of 'aboveAmount' is {\"amount\",\"currency\",\"groups\"}.");
            }

            var isComparable = currency is not null && currency == threshold.GetValueOrDefault("currency") as string;
            return isComparable && amount <= Amount(threshold.GetValueOrDefault("amount"), "The approval matrix") ? [] : Texts(threshold, "groups");
        });
    }

    private static decimal Amount(object? value, string where) => value switch
    {
        string text when decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) => amount,
        long whole => whole,
        double or decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => throw new ActivityFault($"{where} has the amount '{value}'. Accepted is a decimal number as text, such as \"120000.00\"."),
    };

    private static IReadOnlyList<string> Texts(IReadOnlyDictionary<string, object?> map, string key) => map.GetValueOrDefault(key) switch
    {
        null => [],
        List<object?> list when list.TrueForAll(item => item is string) => [.. list.Cast<string>()],
        _ => throw new ActivityFault($"'{key}' of the approval matrix or of the document's metadata must be a list of texts."),
    };
}
