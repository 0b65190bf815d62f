using SalesProcess.Tasks;

namespace SalesProcess.Runtime.Storage;

/// <summary>The keys of <see cref="BoxKeys"/> as SQL says them for a row of the tasks. Due and priority are indexed in these very words.</summary>
public static class TaskKeys
{
    private const string Never = "17592186044415";

    /// <summary>When a task is due.</summary>
    public const string Due = $"(CASE WHEN due_at IS NULL THEN {Never} ELSE max(0, min(due_at, {Never} - 1)) END)";

    /// <summary>The highest priority first, then when it is due.</summary>
    public const string Priority = $"((100 - max(0, min(priority, 100))) * ({Never} + 1) + {Due})";

    /// <summary>The key of a row in an order of the times that it has by itself.</summary>
    public static string Of(BoxOrder order) => order switch
    {
        BoxOrder.Due => Due,
        BoxOrder.Priority => Priority,
        BoxOrder.Created => "created_at",
        BoxOrder.Updated => "updated_at",
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Accepted: Due, Priority, Created, Updated."),
    };
}
