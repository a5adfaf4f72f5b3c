package io.mirai.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use a directory, on file systems of each kind. */
class AccessTest {

    private static final Configuration WINDOWS = Configuration.windows().toBuilder()
            .setAttributeViews("basic", "owner", "dos", "acl")
            .build();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path scratch;

    @Test
    void permissionsOfPosix_tellWhoMayEnterAndWrite() throws IOException {
        assertThat(access("rwx------").isOwnersAlone()).isTrue();
        assertThat(access("r-x------").isOwnersAlone()).isTrue();
        for (String open : List.of("rwxrwx---", "rwx--x---", "rwx---r--", "rwx-----x")) {
            assertThat(access(open).isOwnersAlone()).as(open).isFalse();
            assertThat(access(open)).hasToString(open);
        }
        assertThat(access("rwxr-xr-x").isForOthersToWrite()).isFalse();
        assertThat(access("rwx-w----").isForOthersToWrite()).isTrue();
        assertThat(access("rwx----w-").isForOthersToWrite()).isTrue();
    }

    private Access access(String permissions) throws IOException {
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString(permissions));
        return Access.of(scratch);
    }

    @Test
    void accessControlList_ofOurDirectory_namesNobodyButTheOwner() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(WINDOWS)) {
            Path made = OwnFiles.createTempDirectory(windows.getPath("C:\\work"), "mirai-");
            AclFileAttributeView list = Files.getFileAttributeView(made, AclFileAttributeView.class);
            assertThat(list.getAcl()).extracting(AclEntry::principal).containsExactly(list.getOwner());
            assertThat(Access.of(made).owner()).isEqualTo(OwnFiles.self(made));
            assertThat(Access.of(made).isOwnersAlone()).isTrue();
            OwnFiles.keepOthersOut(Files.createFile(made.resolve("s")));
            assertThat(windows.getPath("C:\\work")).isDirectoryContaining(made::equals);
        }
    }

    @Test
    void accessControlList_thatLetsOthersIn_isNotTheOwnersAlone() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(WINDOWS)) {
            Path made = OwnFiles.createDirectory(windows.getPath("C:\\work\\own"));
            allow(made, "BUILTIN\\Administrators", AclEntryPermission.WRITE_DATA);
            allow(made, "NT AUTHORITY\\SYSTEM", AclEntryPermission.WRITE_DATA);
            add(made, AclEntryType.DENY, "BUILTIN\\Users", AclEntryPermission.READ_DATA);
            assertThat(Access.of(made).isOwnersAlone()).isTrue();
            allow(made, "BUILTIN\\Users", AclEntryPermission.READ_DATA);
            assertThat(Access.of(made).isOwnersAlone()).isFalse();
            assertThat(Access.of(made).isForOthersToWrite()).isFalse();
            assertThat(Access.of(made).toString()).contains("BUILTIN\\Users");
            allow(made, "HOME\\other", AclEntryPermission.DELETE_CHILD);
            assertThat(Access.of(made).isForOthersToWrite()).isTrue();
        }
    }

    private static void allow(Path file, String user, AclEntryPermission permission) throws IOException {
        add(file, AclEntryType.ALLOW, user, permission);
    }

    private static void add(Path file, AclEntryType type, String user, AclEntryPermission permission)
            throws IOException {
        AclFileAttributeView list = Files.getFileAttributeView(file, AclFileAttributeView.class);
        UserPrincipal principal =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
        List<AclEntry> entries = new ArrayList<>(list.getAcl());
        entries.add(AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(principal)
                .setPermissions(permission)
                .build());
        list.setAcl(entries);
    }

    @Test
    void fileSystemThatKnowsOwnersOnly_isAskedForThose() throws IOException {
        Configuration owners =
                WINDOWS.toBuilder().setAttributeViews("basic", "owner").build();
        try (FileSystem plain = Jimfs.newFileSystem(owners)) {
            Path made = OwnFiles.createTempDirectory(plain.getPath("C:\\work"), "mirai-");
            assertThat(Access.of(made).owner()).isEqualTo(OwnFiles.self(made));
            assertThat(Access.of(made).isOwnersAlone()).isTrue();
        }
    }

    @Test
    void signal_ofAnExitStatus_isOneOnlyWhereThereAreSignals() {
        assertThat(Machine.signal(128 + 9)).hasValue(9);
        for (int status : new int[] {0, 1, 128, 200, -1073741819}) {
            assertThat(Machine.signal(status)).isEmpty();
        }
    }
}
