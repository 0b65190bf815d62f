using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>A folder of its own for one server: a copy of the company's files, which a test may change before the server reads them, and the database.</summary>
internal sealed class CompanyFolder : IDisposable
{
    private static readonly string Shipped = Path.Combine(TestContext.CurrentContext.TestDirectory, "workflows");

    private CompanyFolder(string path) => Root = path;

    public string Root { get; }

    public string Workflows => Path.Combine(Root, "workflows");

    public string DatabaseFile => Path.Combine(Root, "data", "salesprocess.db");

    /// <summary>Everything that is shipped: definitions, forms, people, calendars.</summary>
    public static CompanyFolder Full() => Create(_ => true);

    /// <summary>The company's people, forms and calendars, with these definitions instead of the shipped ones.</summary>
    public static CompanyFolder With(params string[] definitions)
    {
        string[] rules = ["directory.json", "approval-matrix.json"];
        var folder = Create(file => file.Contains(Path.DirectorySeparatorChar) || rules.Contains(file));
        foreach (var name in definitions)
        {
            var file = $"{name}.json";
            File.Copy(Path.Combine(TestContext.CurrentContext.TestDirectory, "Trials", "Definitions", file), Path.Combine(folder.Workflows, file));
        }

        return folder;
    }

    /// <summary>Adds a definition.</summary>
    public CompanyFolder Add(string name, string json)
    {
        File.WriteAllText(Path.Combine(Workflows, $"{name}.json"), json);
        return this;
    }

    public JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Workflows, file)))!;

    /// <summary>Changes one of the company's files.</summary>
    public void Edit(string file, Action<JsonNode> edit)
    {
        var json = Read(file);
        edit(json);
        File.WriteAllText(Path.Combine(Workflows, file), json.ToJsonString());
    }

    /// <summary>The same folder once more, with the database as it is while its server runs.</summary>
    public CompanyFolder Copy()
    {
        var copy = new CompanyFolder(Directory.CreateTempSubdirectory("salesprocess-").FullName);
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(DatabaseFile, StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy.Root, Path.GetRelativePath(Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        new DatabaseFile(DatabaseFile).Execute("VACUUM INTO @copy", ("@copy", copy.DatabaseFile));
        return copy;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static CompanyFolder Create(Func<string, bool> takes)
    {
        var folder = new CompanyFolder(Directory.CreateTempSubdirectory("salesprocess-").FullName);
        foreach (var file in Directory.EnumerateFiles(Shipped, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".json" or ".liquid"))
        {
            var relative = Path.GetRelativePath(Shipped, file);
            if (takes(relative))
            {
                var target = Path.Combine(folder.Workflows, relative);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        return folder;
    }
}
