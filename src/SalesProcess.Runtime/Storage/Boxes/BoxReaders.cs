namespace SalesProcess.Runtime.Storage;

/// <summary>Whose lists there are: people's, and of groups, so that whoever joins a group reads what lies there already.</summary>
public static class BoxReaders
{
    /// <summary>The list of whoever sees everything.</summary>
    public const string Everything = "*";

    public static string Person(string id) => $"u:{id}";

    public static string Group(string id) => $"g:{id}";
}
