namespace SalesProcess.Tests.Workflows;

/// <summary>The files of the repository, found upwards from the test's folder.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotDefinitions = ["directory.json", "approval-matrix.json"];

    public static string Root { get; } = Find();

    public static IEnumerable<string> Definitions => Directory.GetFiles(Path.Combine(Root, "workflows"), "*.json")
        .Where(file => !NotDefinitions.Contains(Path.GetFileName(file))).Order(StringComparer.Ordinal);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SalesProcess.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run inside the repository.");
    }
}
