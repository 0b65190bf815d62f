using System.Text.RegularExpressions;
using SalesProcess.Engine.Activities;

namespace SalesProcess.Tests.Golden;

/// <summary>SEMANTICS.md and CONFORMANCE.md say what is so: what they name exists, and what exists is in them.</summary>
public sealed partial class When_semantics_are_documented
{
    private static readonly string[] Words = ["yes", "deviates", "no"];

    // What stands in the table and is no class of its own.
    private static readonly string[] Implicit = ["Elsa.Workflow"];

    private static readonly HashSet<string> Cases = GoldenCase.All().Select(c => c.Name).ToHashSet(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Classes = Directory.GetFiles(Path.Combine(Workflows.RepositoryFiles.Root, "tests"), "When_*.cs", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);

    [TestCase("SEMANTICS.md")]
    [TestCase("CONFORMANCE.md")]
    public void Every_case_and_test_that_is_named_exists(string document)
    {
        var named = Named(Read(document)).ToList();

        Assert.That(named, Has.Count.GreaterThan(50));
        Assert.That(named.Where(name => !Exists(name)), Is.Empty);
    }

    [Test]
    public void Every_case_stands_in_the_semantics() => Assert.That(Cases.Except(Named(Read("SEMANTICS.md"))), Is.Empty);

    [Test]
    public void Every_question_of_a_case_is_asked_there()
    {
        var asked = Question().Matches(Read("SEMANTICS.md")).Select(m => m.Groups["text"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.That(GoldenCase.All().Select(c => c.Question).Distinct().Where(question => !asked.Contains(question)), Is.Empty);
    }

    [Test]
    public void Every_activity_of_Elsas_is_in_the_table_and_what_is_there_is_in_the_catalogue()
    {
        var catalogue = new ActivityCatalog().Types.Select(t => t.Name).Where(name => name.StartsWith("Elsa.", StringComparison.Ordinal)).Concat(Implicit);
        var table = Rows().SelectMany(row => ActivityName().Matches(row[0]).Select(m => (Name: m.Groups["name"].Value, Conforms: row[1]))).ToList();

        Assert.That(table.Where(a => a.Conforms != "no").Select(a => a.Name), Is.EquivalentTo(catalogue), "An activity has a row in CONFORMANCE.md and a question in SEMANTICS.md.");
    }

    [Test]
    public void Every_row_of_the_table_says_yes_deviates_or_no_and_is_shown_by_something()
    {
        var rows = Rows().ToList();

        Assert.That(rows, Has.Count.GreaterThan(80));
        Assert.That(rows.Where(row => !Words.Contains(row[1])).Select(row => row[0]), Is.Empty);
        Assert.That(rows.Where(row => !Named(row[2]).Any()).Select(row => row[0]), Is.Empty);
        Assert.That(rows.Where(row => row[1] != "yes" && row[3].Length == 0).Select(row => row[0]), Is.Empty, "What is not as in Elsa has a note.");
    }

    private static string Read(string document) => File.ReadAllText(Path.Combine(Workflows.RepositoryFiles.Root, "src", "SalesProcess.Engine", document));

    private static IEnumerable<string[]> Rows() => Read("CONFORMANCE.md").Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal) && !line.StartsWith("| | ", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]);

    private static IEnumerable<string> Named(string text) => Reference().Matches(text).Select(m => m.Groups["name"].Value);

    private static bool Exists(string name)
    {
        if (!name.StartsWith("When_", StringComparison.Ordinal))
        {
            return Cases.Contains(name);
        }

        var (type, method) = (name[..name.IndexOf('.', StringComparison.Ordinal)], name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return Classes.TryGetValue(type, out var source) && source.Contains($" {method}(", StringComparison.Ordinal);
    }

    [GeneratedRegex("`(?<name>(?!adr/|src/)[a-z]+/[A-Za-z0-9-]+|When_\\w+\\.\\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\*\*(?<text>[^*]+)\*\*", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Question();

    [GeneratedRegex("`(?<name>Elsa\\.\\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ActivityName();
}
