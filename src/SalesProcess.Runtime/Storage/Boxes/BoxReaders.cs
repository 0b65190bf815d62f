using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>Whose lists there are: people's, and of groups, so that whoever joins a group reads what lies there already. In the rows they have numbers.</summary>
public static class BoxReaders
{
    /// <summary>The list of whoever sees everything.</summary>
    public const string Everything = "*";

    /// <summary>The number of no reader: what is counted is the set of groups itself, or has no assignee.</summary>
    public const long None = 0;

    private const int OrderBits = 3;
    private const int BoxBits = 4;

    public static string Person(string id) => $"u:{id}";

    public static string Group(string id) => $"g:{id}";

    /// <summary>A person as one who is excluded from what others of his groups find.</summary>
    public static string Excluded(string id) => $"-:{id}";

    /// <summary>The number of a list: whose, which box, in which order.</summary>
    /// <param name="reader">The reader's number.</param>
    public static long List(long reader, Box box, BoxOrder order) => (reader << (BoxBits + OrderBits)) + Part(box, order);

    /// <summary>The number of a list, as SQL says it.</summary>
    /// <param name="reader">The reader's number, as SQL.</param>
    public static string ListSql(string reader, Box box, BoxOrder order) => $"({reader} << {BoxBits + OrderBits}) + {Part(box, order)}";

    /// <summary>The numbers of the lists that some readers have of a box in its first order, as a query.</summary>
    /// <param name="names">The readers' names, as SQL.</param>
    public static string ListsSql(Box box, string names) => $"SELECT {ListSql("r.id", box, BoxKeys.First(box))} FROM task_box_readers r WHERE r.name IN ({names})";

    private static int Part(Box box, BoxOrder order) => ((int)box << OrderBits) + (int)order;
}
